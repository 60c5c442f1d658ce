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

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Spring Security in front of Python, in each of its usual ways.
 *
 * @author wsgi-spring-boot contributors
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@EnableMethodSecurity
class SecuredFront {

	static final String USER = "j\u00f6rg";

	static final String ADMIN = "root";

	static final String PASSWORD = "secret";

	static final String OPAQUE_TOKEN = "opaque";

	private static final KeyPair KEYS = newKeys();

	static KeyPair newKeys() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(2048);
			return generator.generateKeyPair();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Make a token that the application trusts.
	 * @param scope its scope
	 * @param expires when it expires
	 * @return the token
	 * @throws JOSEException if it cannot be signed
	 */
	static String token(String scope, Instant expires) throws JOSEException {
		return token(KEYS, scope, expires);
	}

	static String token(KeyPair keys, String scope, Instant expires) throws JOSEException {
		JWTClaimsSet claims = new JWTClaimsSet.Builder().subject("client-7")
			.issuer("https://issuer.example")
			.issueTime(Date.from(expires.minusSeconds(3600)))
			.expirationTime(Date.from(expires))
			.claim("scope", scope)
			.claim("groups", List.of("a", "\u65e5\u672c"))
			.claim("nested", Map.of("yes", true, "half", 0.5, "many", 12345678901L))
			.build();
		SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
		token.sign(new RSASSASigner(keys.getPrivate()));
		return token.serialize();
	}

	@Bean
	@Order(1)
	SecurityFilterChain tokens(HttpSecurity http) {
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withPublicKey((RSAPublicKey) KEYS.getPublic()).build();
		return http.securityMatcher("/api/**")
			.authorizeHttpRequests((requests) -> requests.requestMatchers(HttpMethod.GET, "/api/**")
				.hasAuthority("SCOPE_read")
				.requestMatchers(HttpMethod.POST, "/api/**")
				.hasAuthority("SCOPE_write")
				.anyRequest()
				.denyAll())
			.oauth2ResourceServer((server) -> server.jwt((jwt) -> jwt.decoder(decoder)))
			.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.build();
	}

	@Bean
	@Order(2)
	SecurityFilterChain opaqueTokens(HttpSecurity http) {
		return http.securityMatcher("/opaque/**")
			.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.oauth2ResourceServer((server) -> server.opaqueToken((opaque) -> opaque.introspector((token) -> {
				if (!token.equals(OPAQUE_TOKEN)) {
					throw new BadOpaqueTokenException("Unknown");
				}
				return new DefaultOAuth2AuthenticatedPrincipal("client-8",
						Map.of("exp", Instant.ofEpochMilli(1_800_000_000_500L), "aud", List.of("shop")),
						AuthorityUtils.createAuthorityList("SCOPE_read"));
			})))
			.build();
	}

	@Bean
	@Order(3)
	SecurityFilterChain basic(HttpSecurity http) {
		return http.securityMatcher("/basic/**")
			.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.httpBasic(Customizer.withDefaults())
			.csrf((csrf) -> csrf.disable())
			.build();
	}

	@Bean
	@Order(4)
	SecurityFilterChain forms(HttpSecurity http) {
		return http
			.authorizeHttpRequests((requests) -> requests.requestMatchers("/admin/**")
				.hasRole("ADMIN")
				.requestMatchers(HttpMethod.POST, "/articles/**")
				.hasRole("ADMIN")
				.requestMatchers("/articles/**", "/public/**", "/flask/**", "/django/**", "/error")
				.permitAll()
				.anyRequest()
				.authenticated())
			.formLogin(Customizer.withDefaults())
			.csrf((csrf) -> csrf.ignoringRequestMatchers("/public/unprotected"))
			.build();
	}

	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(
				User.withUsername(USER).password("{noop}" + PASSWORD).roles("USER").build(),
				User.withUsername(ADMIN).password("{noop}" + PASSWORD).roles("ADMIN", "USER").build());
	}

	/**
	 * What Spring Boot does for those who have its starter.
	 * @param chain all filters of Spring Security
	 * @return where they are
	 */
	@Bean
	FilterRegistrationBean<Filter> securityFilter(@Qualifier("springSecurityFilterChain") Filter chain) {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(chain);
		registration.setOrder(-100);
		return registration;
	}

	@Bean
	EnvironCustomizer tenant() {
		return new Tenant();
	}

	@Bean
	Vault vault() {
		return new Vault();
	}

	/**
	 * What not everybody may call.
	 */
	public static class Vault {

		@PreAuthorize("hasRole('ADMIN')")
		public String open() {
			return "gold";
		}

	}

	/**
	 * Adds data to requests.
	 */
	private static final class Tenant implements EnvironCustomizer {

		@Override
		public void customize(HttpServletRequest request, BiConsumer<String, String> environ) {
			environ.accept("shop.tenant", "{\"name\": \"caf\\u00e9\", \"shelves\": [1, 2]}");
		}

		@Override
		public Set<String> dataVariables() {
			return Set.of("shop.tenant");
		}

	}

	@RestController
	static class Fields {

		@PostMapping("/public/spring")
		String field(@RequestParam String name) {
			return name;
		}

	}

}
