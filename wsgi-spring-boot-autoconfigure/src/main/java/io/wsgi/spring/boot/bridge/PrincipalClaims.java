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

/**
 * Strategy that tells what is known of a principal beyond its name and authorities. Each
 * bean of this type adds to {@code claims} in {@code environ["wsgi.spring.principal"]}.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@FunctionalInterface
public interface PrincipalClaims {

	/**
	 * Return the claims of a principal.
	 * @param authentication the principal, which is authenticated and not anonymous
	 * @return the claims by name, or an empty map if there are none. Python gets text,
	 * numbers, truth values, maps and collections as they are, points in time as seconds
	 * since 1970, and anything else as text
	 */
	Map<String, ?> of(Authentication authentication);

}
