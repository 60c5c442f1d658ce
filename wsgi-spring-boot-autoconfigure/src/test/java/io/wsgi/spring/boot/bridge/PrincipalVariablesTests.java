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

package io.wsgi.spring.boot.bridge;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.RememberMeAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link PrincipalVariables}.
 *
 * @author wsgi-spring-boot contributors
 */
class PrincipalVariablesTests {

	private static final List<GrantedAuthority> AUTHORITIES = AuthorityUtils.createAuthorityList("ROLE_USER");

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	@AfterEach
	void forgetPrincipal() {
		SecurityContextHolder.clearContext();
	}

	private Map<String, String> variables(Authentication authentication, PrincipalClaims... claims) {
		SecurityContextHolder.getContext().setAuthentication(authentication);
		Map<String, String> variables = new LinkedHashMap<>();
		new PrincipalVariables(List.of(claims)).customize(this.request, variables::put);
		return variables;
	}

	@Test
	void userOfOpenIdConnectHasTheClaimsOfTheToken() {
		OidcIdToken token = OidcIdToken.withTokenValue("value")
			.subject("7")
			.issuer("https://issuer.example")
			.issuedAt(Instant.ofEpochSecond(1))
			.expiresAt(Instant.ofEpochMilli(2500))
			.claim("address", Map.of("country", "DE"))
			.claim("groups", new String[] { "a", "b" })
			.build();
		DefaultOidcUser user = new DefaultOidcUser(AUTHORITIES, token);
		Map<String, String> variables = variables(new TestingAuthenticationToken(user, "", AUTHORITIES),
				new TokenClaims(), (authentication) -> Map.of("team", "shop"));
		assertThat(variables).containsEntry("REMOTE_USER", "7").containsEntry("AUTH_TYPE", "Testing");
		assertThat(JsonParserFactory.getJsonParser().parseMap(variables.get(PrincipalVariables.PRINCIPAL)))
			.isEqualTo(Map.of("name", "7", "authorities", List.of("ROLE_USER"), "claims",
					Map.of("sub", "7", "iss", "https://issuer.example", "iat", 1, "exp", 2.5, "address",
							Map.of("country", "DE"), "groups", List.of("a", "b"), "team", "shop")));
	}

	@Test
	void typeIsThatOfTheAuthentication() {
		assertThat(type(new PreAuthenticatedAuthenticationToken("x", mock(X509Certificate.class), AUTHORITIES)))
			.isEqualTo("CLIENT_CERT");
		assertThat(type(new RememberMeAuthenticationToken("key", "x", AUTHORITIES))).isEqualTo("RememberMe");
	}

	@Test
	void passwordIsOfHttpBasicOnlyIfThisRequestBroughtIt() {
		Authentication authentication = UsernamePasswordAuthenticationToken.authenticated("x", null, AUTHORITIES);
		this.request.addHeader("Authorization", "Basic eDp5");
		assertThat(type(authentication)).isEqualTo("FORM");
		this.request.setAttribute(RequestAttributeSecurityContextRepository.DEFAULT_REQUEST_ATTR_NAME, "context");
		assertThat(type(authentication)).isEqualTo("Basic");
	}

	private String type(Authentication authentication) {
		return variables(authentication).get("AUTH_TYPE");
	}

	@Test
	void nobodyHasVariables() {
		assertThat(variables(null)).isEmpty();
		assertThat(variables(new AnonymousAuthenticationToken("key", "anonymous", AUTHORITIES))).isEmpty();
		assertThat(variables(UsernamePasswordAuthenticationToken.unauthenticated("root", "guess"))).isEmpty();
	}

}
