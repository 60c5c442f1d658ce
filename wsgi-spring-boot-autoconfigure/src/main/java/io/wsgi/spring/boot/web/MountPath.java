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

import org.springframework.util.Assert;

/**
 * The path below which an application is served.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class MountPath {

	private final String prefix;

	private MountPath(String prefix) {
		this.prefix = prefix;
	}

	/**
	 * Create a mount path.
	 * @param path the path, beginning with a slash; {@code /} for the root
	 * @return the mount path
	 * @throws IllegalArgumentException if the path does not begin with a slash
	 */
	public static MountPath of(String path) {
		Assert.isTrue(path.isEmpty() || path.startsWith("/"), () -> "The path '" + path + "' must begin with '/'");
		String prefix = path;
		while (prefix.endsWith("/")) {
			prefix = prefix.substring(0, prefix.length() - 1);
		}
		return new MountPath(RequestPath.nativeString(prefix));
	}

	/**
	 * Return the prefix as PEP 3333 has it in {@code SCRIPT_NAME}: empty for the root,
	 * else with a slash at its begin and none at its end.
	 * @return the prefix
	 */
	String prefix() {
		return this.prefix;
	}

	/**
	 * Return the pattern of the paths of the application, for observations.
	 * @return the pattern
	 */
	String pattern() {
		return this.prefix + "/**";
	}

	/**
	 * Return whether a path is that of the application or below it.
	 * @param decodedPath the path, decoded as for {@code PATH_INFO}
	 * @return whether it is
	 */
	public boolean contains(String decodedPath) {
		return decodedPath.startsWith(this.prefix)
				&& (decodedPath.length() == this.prefix.length() || decodedPath.charAt(this.prefix.length()) == '/');
	}

	@Override
	public String toString() {
		return this.prefix.isEmpty() ? "/" : this.prefix;
	}

}
