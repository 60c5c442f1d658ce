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

package io.wsgi.sample.shop;

import io.wsgi.spring.boot.web.EnvironCustomizer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * Who may do what. The rules hold for the paths of Python as for those of controllers.
 *
 * @author wsgi-spring-boot contributors
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final String LOGIN = "/login";

	@Bean
	SecurityFilterChain security(HttpSecurity http) {
		return http
			.authorizeHttpRequests((requests) -> requests.requestMatchers(LOGIN, "/static/**", "/actuator/health/**")
				.permitAll()
				.requestMatchers("/stock/**")
				.hasRole("KEEPER")
				.anyRequest()
				.authenticated())
			// The page is one of Python
			.formLogin((form) -> form.loginPage(LOGIN).defaultSuccessUrl("/"))
			.logout(Customizer.withDefaults())
			.build();
	}

	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(User.withUsername("ada").password("{noop}ada").roles("CUSTOMER").build(),
				User.withUsername("grace").password("{noop}grace").roles("CUSTOMER", "KEEPER").build());
	}

	/**
	 * The token that each form of Python has to bring back.
	 * @return puts it into the environ
	 */
	@Bean
	EnvironCustomizer csrfToken() {
		return (request, environ) -> {
			if (request.getAttribute("_csrf") instanceof CsrfToken token) {
				environ.accept("shop.csrf", token.getToken());
			}
		};
	}

}
