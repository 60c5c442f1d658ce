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

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AbstractOAuth2Token;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.util.ClassUtils;

/**
 * How a principal was authenticated, as the servlet and CGI specifications have it.
 *
 * @author wsgi-spring-boot contributors
 */
final class AuthenticationType {

	private static final String BASIC = "Basic";

	// Those that Spring Security puts behind the name of what they are about
	private static final String SUFFIX = "Authentication(Token)?$";

	private final boolean tokens = ClassUtils.isPresent("org.springframework.security.oauth2.core.AbstractOAuth2Token",
			getClass().getClassLoader());

	/**
	 * Return the value of {@code AUTH_TYPE}.
	 * @param request the request of the principal
	 * @param authentication the principal
	 * @return {@code Basic}, {@code FORM}, {@code Bearer}, {@code CLIENT_CERT}, or what
	 * Spring Security calls it, such as {@code RememberMe}
	 */
	String of(HttpServletRequest request, Authentication authentication) {
		Object credentials = authentication.getCredentials();
		if (credentials instanceof X509Certificate) {
			return HttpServletRequest.CLIENT_CERT_AUTH;
		}
		if (this.tokens && Tokens.isToken(credentials)) {
			return "Bearer";
		}
		if (authentication instanceof UsernamePasswordAuthenticationToken) {
			return isBasic(request) ? BASIC : HttpServletRequest.FORM_AUTH;
		}
		return authentication.getClass().getSimpleName().replaceFirst(SUFFIX, "");
	}

	/**
	 * Tell a password that came with this request from one that a form has asked for. The
	 * header alone tells nothing: it is not looked at where a session says who it is.
	 * @param request the request
	 * @return whether the password was that of HTTP basic
	 */
	private boolean isBasic(HttpServletRequest request) {
		String header = request.getHeader("Authorization");
		return header != null && header.regionMatches(true, 0, BASIC, 0, BASIC.length())
				&& request.getAttribute(RequestAttributeSecurityContextRepository.DEFAULT_REQUEST_ATTR_NAME) != null;
	}

	/**
	 * Knows the tokens of OAuth 2, which may not be on the class path.
	 */
	private static final class Tokens {

		private Tokens() {
		}

		static boolean isToken(@Nullable Object credentials) {
			return credentials instanceof AbstractOAuth2Token;
		}

	}

}
