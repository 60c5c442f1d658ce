/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.wsgi.spring.boot.web;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.HttpRequestHandler;
import org.springframework.web.context.support.StaticWebApplicationContext;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClaimedPaths}.
 *
 * @author wsgi-spring-boot contributors
 */
class ClaimedPathsTests {

	private static final HttpRequestHandler HANDLER = (request, response) -> {
	};

	private final StaticWebApplicationContext context = new StaticWebApplicationContext();

	private final RequestMappingHandlerMapping controllers = controllers(PathPatternParser.defaultInstance);

	@Test
	void pathsOfNobodyAreFree() {
		assertThat(claimed(this.controllers).mayContain("/")).isFalse();
		assertThat(claimed(this.controllers).mayContain("/a/b")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/orders", "/orders/1", "/orders/" })
	void pathsWithTheFirstSegmentOfAControllerAreClaimed(String path) throws Exception {
		register("/orders/{id}");
		assertThat(claimed(this.controllers).mayContain(path)).isTrue();
		assertThat(claimed(this.controllers).mayContain("/order/1")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/%6frders/1", "/orders;v=1/1", "//orders/1", "/./orders/1", "/x/../orders/1",
			"/x\\..\\orders", "/x%2F..%2Forders" })
	void pathsThatSpringMightReadOtherwiseAreClaimed(String path) throws Exception {
		register("/orders/{id}");
		assertThat(claimed(this.controllers).mayContain(path)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/{any}", "/*", "/**", "/{*path}", "/or?ers", "/a{b}/c", "/%61" })
	void patternsThatBeginWithAWildcardClaimEverything(String pattern) throws Exception {
		register(pattern);
		assertThat(claimed(this.controllers).mayContain("/python")).isTrue();
	}

	@Test
	void controllersThatAreRegisteredLaterCountAtOnce() throws Exception {
		ClaimedPaths claimed = claimed(this.controllers);
		assertThat(claimed.mayContain("/late")).isFalse();
		register("/late");
		assertThat(claimed.mayContain("/late")).isTrue();
		assertThat(claimed.mayContain("/python")).isFalse();
	}

	@Test
	void pathsOfHandlersWithAnUrlAreClaimed() {
		SimpleUrlHandlerMapping urls = new SimpleUrlHandlerMapping(Map.of("/", HANDLER, "/soap/**", HANDLER));
		urls.setApplicationContext(this.context);
		ClaimedPaths claimed = claimed(urls);
		assertThat(claimed.mayContain("/")).isTrue();
		assertThat(claimed.mayContain("/soap/a")).isTrue();
		assertThat(claimed.mayContain("/python")).isFalse();
	}

	@Test
	void furtherPatternsAreClaimed() {
		ClaimedPaths claimed = new ClaimedPaths(List.of(this.controllers),
				() -> List.of(PathPatternParser.defaultInstance.parse("/assets/**")));
		assertThat(claimed.mayContain("/assets/a.css")).isTrue();
		assertThat(claimed.mayContain("/python")).isFalse();
	}

	@ParameterizedTest
	@MethodSource
	void mappingsThatCannotBeToldClaimEverything(HandlerMapping mapping) {
		assertThat(claimed(mapping).mayContain("/python")).isTrue();
	}

	static Stream<HandlerMapping> mappingsThatCannotBeToldClaimEverything() {
		PathPatternParser caseInsensitive = new PathPatternParser();
		caseInsensitive.setCaseSensitive(false);
		SimpleUrlHandlerMapping withDefault = new SimpleUrlHandlerMapping();
		withDefault.setDefaultHandler(HANDLER);
		RequestMappingHandlerMapping own = new RequestMappingHandlerMapping() {
		};
		return Stream.of((request) -> null, controllers(caseInsensitive), controllers(null), withDefault, own,
				new RouterFunctionMapping(
						RouterFunctions.route().GET("/a", (request) -> ServerResponse.ok().build()).build()));
	}

	@Test
	void noRoutesClaimNothing() {
		assertThat(claimed(new RouterFunctionMapping()).mayContain("/python")).isFalse();
	}

	private static ClaimedPaths claimed(HandlerMapping mapping) {
		return new ClaimedPaths(List.of(mapping), List::of);
	}

	@SuppressWarnings("NullAway")
	private static RequestMappingHandlerMapping controllers(PathPatternParser parser) {
		RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping();
		mapping.setPatternParser(parser);
		mapping.setApplicationContext(new StaticWebApplicationContext());
		mapping.afterPropertiesSet();
		return mapping;
	}

	private void register(String pattern) throws NoSuchMethodException {
		Method method = Controller.class.getDeclaredMethod("handle");
		RequestMappingInfo.BuilderConfiguration options = new RequestMappingInfo.BuilderConfiguration();
		options.setPatternParser(PathPatternParser.defaultInstance);
		this.controllers.registerMapping(RequestMappingInfo.paths(pattern).options(options).build(), new Controller(),
				method);
	}

	static class Controller {

		void handle() {
		}

	}

}
