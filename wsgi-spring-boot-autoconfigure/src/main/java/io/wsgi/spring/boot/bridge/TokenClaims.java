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

import java.util.Map;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;

/**
 * {@link PrincipalClaims} of OAuth 2: those of a JWT, the attributes of an opaque token,
 * and those of a user who logged in with OAuth 2 or OpenID Connect.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class TokenClaims implements PrincipalClaims {

	@Override
	public Map<String, ?> of(Authentication authentication) {
		return switch (authentication.getPrincipal()) {
			case ClaimAccessor token -> token.getClaims();
			case OAuth2AuthenticatedPrincipal principal -> principal.getAttributes();
			case null, default -> Map.of();
		};
	}

}
