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

import io.wsgi.spring.boot.bridge.PrincipalClaims;
import io.wsgi.spring.boot.bridge.PrincipalVariables;
import io.wsgi.spring.boot.bridge.SecurityScopeFactory;
import io.wsgi.spring.boot.bridge.TokenClaims;
import io.wsgi.spring.boot.web.BodyStorage;
import io.wsgi.spring.boot.web.FormRecorder;
import io.wsgi.worker.WorkerPools;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.web.FilterChainProxy;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for WSGI applications behind Spring
 * Security.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@AutoConfiguration(after = WsgiAutoConfiguration.class,
		afterName = "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration")
@ConditionalOnClass(FilterChainProxy.class)
@ConditionalOnBean(value = WorkerPools.class, name = WsgiSecurityAutoConfiguration.FILTER_CHAIN)
public final class WsgiSecurityAutoConfiguration {

	static final String FILTER_CHAIN = "springSecurityFilterChain";

	@Bean
	@ConditionalOnMissingBean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	PrincipalVariables wsgiPrincipalVariables(ObjectProvider<PrincipalClaims> claims) {
		return new PrincipalVariables(claims.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	SecurityScopeFactory wsgiSecurityScopeFactory() {
		return new SecurityScopeFactory();
	}

	/**
	 * What OAuth 2 says.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ClaimAccessor.class)
	static class OAuth2Configuration {

		@Bean
		@ConditionalOnMissingBean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		TokenClaims wsgiTokenClaims() {
			return new TokenClaims();
		}

	}

	/**
	 * Forms, of which Spring Security reads its parameters.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConfigurableTomcatWebServerFactory.class)
	static class TomcatConfiguration {

		@Bean
		@ConditionalOnMissingBean
		FormRecorder wsgiFormRecorder(ObjectProvider<BodyStorage> storage) {
			return new FormRecorder(storage::getObject);
		}

		@Bean
		@ConditionalOnMissingBean(name = "wsgiFormRecorderCustomizer")
		WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> wsgiFormRecorderCustomizer(
				FormRecorder recorder) {
			return (factory) -> factory.addEngineValves(recorder);
		}

	}

}
