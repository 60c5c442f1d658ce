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

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WsgiDispatcherServlet}: which requests are spared Spring MVC, and that
 * no handler of the Spring application is passed by.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiDispatcherServletTests {

	private static final Set<String> dispatched = ConcurrentHashMap.newKeySet();

	private static final Set<String> seen = ConcurrentHashMap.newKeySet();

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start(Controllers.class, "wsgi.apps.shop.app=dispatcher:application",
				"wsgi.apps.shop.path=/shop");
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void forget() {
		dispatched.clear();
		seen.clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/environ", "/shop", "/shop/a?b=c" })
	void requestsOfPythonAreSparedTheRest(String target) throws IOException {
		String path = target.replaceFirst("\\?.*", "");
		assertThat(server.environ("GET " + target + " HTTP/1.1"))
			.containsEntry("SCRIPT_NAME", path.startsWith("/shop") ? "/shop" : "")
			.containsEntry("REQUEST_METHOD", "GET");
		assertThat(isDispatched(path)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/spring/python", "/%65nviron", "/environ;a=b", "/actuator/python" })
	void requestsThatSpringMightWantAreDispatched(String path) throws IOException {
		server.get(path);
		assertThat(isDispatched(path)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "OPTIONS", "PROPFIND" })
	void methodsThatServletsAnswerAreDispatched(String method) throws IOException {
		assertThat(server.environ(method + " /environ HTTP/1.1")).containsEntry("REQUEST_METHOD", method);
		assertThat(isDispatched("/environ")).isTrue();
	}

	@Test
	void controllersCountFirst() throws IOException {
		assertThat(server.get("/spring/controller").body()).isEqualTo("controller");
		// Spring answers for the path
		assertThat(server.post("/spring/controller", "").status()).isEqualTo(405);
		assertThat(server.environ("GET /spring/python HTTP/1.1")).containsEntry("PATH_INFO", "/spring/python");
	}

	@Test
	void controllerThatIsRegisteredLaterCountsAtOnce() throws Exception {
		assertThat(server.environ("GET /late HTTP/1.1")).containsEntry("PATH_INFO", "/late");
		Controllers.register(server.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class), "/late");
		assertThat(server.get("/late").body()).isEqualTo("late");
	}

	@Test
	void errorOfTheApplicationIsAnsweredWithTheErrorPage() throws IOException {
		assertThat(server.get("/no-start").status()).isEqualTo(500);
		assertThat(isDispatched("/no-start")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(classes = { Routes.class, Resolver.class })
	void everythingIsDispatchedWhenItCannotBeToldWhatIsClaimed(Class<?> configuration) throws IOException {
		try (WsgiServer other = WsgiServer.start(configuration)) {
			assertThat(other.environ("GET /environ HTTP/1.1")).containsEntry("PATH_INFO", "/environ");
			assertThat(isDispatched("/environ")).isTrue();
		}
	}

	private boolean isDispatched(String path) {
		// Filters end after the response has been received
		Awaitility.await().until(() -> seen.contains(path));
		return dispatched.contains(path);
	}

	/**
	 * Notes what the servlet has dispatched.
	 */
	static class Noting {

		@Bean
		Filter notingFilter() {
			return (request, response, chain) -> {
				String path = ((HttpServletRequest) request).getRequestURI();
				try {
					chain.doFilter(request, response);
				}
				finally {
					if (request.getAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE) != null) {
						dispatched.add(path);
					}
					seen.add(path);
				}
			};
		}

	}

	/**
	 * An application with controllers.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Controllers extends Noting {

		@Bean
		Controller controller() {
			return new Controller();
		}

		static void register(RequestMappingHandlerMapping mapping, String path) throws NoSuchMethodException {
			Method method = Late.class.getDeclaredMethod("late");
			RequestMappingInfo.BuilderConfiguration options = new RequestMappingInfo.BuilderConfiguration();
			options.setPatternParser(PathPatternParser.defaultInstance);
			mapping.registerMapping(RequestMappingInfo.paths(path).options(options).build(), new Late(), method);
		}

	}

	@RestController
	static class Controller {

		@GetMapping("/spring/controller")
		String get() {
			return "controller";
		}

		@PostMapping("/spring/other")
		String post() {
			return "other";
		}

	}

	static class Late {

		@ResponseBody
		String late() {
			return "late";
		}

	}

	/**
	 * An application with functional endpoints.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Routes extends Noting {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route().GET("/routed", (request) -> ServerResponse.ok().build()).build();
		}

	}

	/**
	 * An application that handles exceptions itself.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Resolver extends Noting {

		@Bean
		HandlerExceptionResolver ownResolver() {
			return (request, response, handler, ex) -> null;
		}

	}

}
