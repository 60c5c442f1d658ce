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

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;

import io.wsgi.spring.boot.web.EnvironCustomizer;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * {@link EnvironCustomizer} that tells Python who Spring Security has authenticated:
 * {@code REMOTE_USER}, {@code AUTH_TYPE}, and all that is known in
 * {@code wsgi.spring.principal}, which is also what {@code spring.principal()} returns.
 * None of them depends on what the client says it is.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class PrincipalVariables implements EnvironCustomizer, DoorService {

	/**
	 * The name of the variable that holds the principal.
	 */
	public static final String PRINCIPAL = "wsgi.spring.principal";

	private static final double MILLIS = 1000;

	private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();

	private final AuthenticationType type = new AuthenticationType();

	private final List<PrincipalClaims> claims;

	/**
	 * Create new variables.
	 * @param claims tell what is known of a principal; later ones replace what earlier
	 * ones say
	 */
	public PrincipalVariables(List<PrincipalClaims> claims) {
		this.claims = List.copyOf(claims);
	}

	@Override
	public Set<String> dataVariables() {
		return Set.of(PRINCIPAL);
	}

	@Override
	public void customize(HttpServletRequest request, BiConsumer<String, String> environ) {
		Authentication authentication = authentication();
		if (authentication != null) {
			environ.accept("REMOTE_USER", authentication.getName());
			environ.accept("AUTH_TYPE", this.type.of(request, authentication));
			environ.accept(PRINCIPAL, WireWriter.write(describe(authentication)));
		}
	}

	@Override
	public Map<String, Operation> operations() {
		return Map.of("principal", (question) -> {
			Authentication authentication = authentication();
			return (authentication != null) ? describe(authentication) : null;
		});
	}

	private @Nullable Authentication authentication() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null && this.trust.isAuthenticated(authentication)) ? authentication : null;
	}

	private Map<String, Object> describe(Authentication authentication) {
		Map<String, Object> known = new LinkedHashMap<>();
		for (PrincipalClaims source : this.claims) {
			known.putAll(source.of(authentication));
		}
		Map<String, Object> principal = new LinkedHashMap<>();
		principal.put("name", authentication.getName());
		principal.put("authorities",
				authentication.getAuthorities()
					.stream()
					.map(GrantedAuthority::getAuthority)
					.filter(Objects::nonNull)
					.sorted()
					.toList());
		principal.put("claims", Objects.requireNonNull(plain(known)));
		return principal;
	}

	private static @Nullable Object plain(@Nullable Object value) {
		return switch (value) {
			case null -> null;
			case String string -> string;
			case Boolean truth -> truth;
			case Number number -> number;
			case Instant instant -> seconds(instant.toEpochMilli());
			case Date date -> seconds(date.getTime());
			case Map<?, ?> map -> {
				Map<String, @Nullable Object> plain = new LinkedHashMap<>();
				map.forEach((name, each) -> plain.put(String.valueOf(name), plain(each)));
				yield plain;
			}
			case Collection<?> collection -> {
				List<@Nullable Object> plain = new ArrayList<>();
				collection.forEach((each) -> plain.add(plain(each)));
				yield plain;
			}
			case Object[] array -> plain(Arrays.asList(array));
			default -> value.toString();
		};
	}

	// As a JWT has it: seconds, with a fraction only where there is one
	private static Number seconds(long millis) {
		if (millis % (long) MILLIS == 0) {
			return millis / (long) MILLIS;
		}
		return millis / MILLIS;
	}

}
