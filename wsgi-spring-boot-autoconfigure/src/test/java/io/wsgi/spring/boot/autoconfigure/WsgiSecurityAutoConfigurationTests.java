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

package io.wsgi.spring.boot.autoconfigure;

import java.util.List;

import io.wsgi.spring.boot.bridge.PrincipalVariables;
import io.wsgi.spring.boot.bridge.SecurityScopeFactory;
import io.wsgi.spring.boot.bridge.TokenClaims;
import io.wsgi.spring.boot.web.CallScopeFactory;
import io.wsgi.spring.boot.web.EnvironCustomizer;
import io.wsgi.spring.boot.web.FormRecorder;
import io.wsgi.worker.WorkerPools;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.web.FilterChainProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link WsgiSecurityAutoConfiguration}.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiSecurityAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsgiSecurityAutoConfiguration.class))
		.withBean(WorkerPools.class, () -> mock());

	private final WebApplicationContextRunner secured = this.runner.withBean(WsgiSecurityAutoConfiguration.FILTER_CHAIN,
			Filter.class, () -> mock());

	@Test
	void filtersOfSpringSecurityMakeItsPrincipalKnown() {
		this.secured.run((context) -> assertThat(context).hasSingleBean(PrincipalVariables.class)
			.hasSingleBean(SecurityScopeFactory.class)
			.hasSingleBean(TokenClaims.class)
			.hasSingleBean(FormRecorder.class));
	}

	@Test
	void nothingIsDonePerRequestWithoutFiltersOfSpringSecurity() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(EnvironCustomizer.class)
			.doesNotHaveBean(CallScopeFactory.class)
			.doesNotHaveBean(FormRecorder.class));
	}

	@Test
	void springSecurityMayBeMissing() {
		this.secured
			.withClassLoader(
					new FilteredClassLoader(SecurityContextHolder.class, FilterChainProxy.class, ClaimAccessor.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EnvironCustomizer.class));
	}

	@Test
	void oAuth2AndTomcatMayBeMissing() {
		this.secured
			.withClassLoader(new FilteredClassLoader(ClaimAccessor.class, ConfigurableTomcatWebServerFactory.class))
			.run((context) -> assertThat(context).hasSingleBean(PrincipalVariables.class)
				.doesNotHaveBean(TokenClaims.class)
				.doesNotHaveBean(FormRecorder.class));
	}

	@Test
	void applicationCanReplaceThem() {
		PrincipalVariables own = new PrincipalVariables(List.of());
		this.secured.withBean(PrincipalVariables.class, () -> own)
			.run((context) -> assertThat(context.getBean(PrincipalVariables.class)).isSameAs(own));
	}

}
