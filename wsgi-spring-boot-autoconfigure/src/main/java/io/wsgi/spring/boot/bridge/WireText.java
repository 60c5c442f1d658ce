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

import org.jspecify.annotations.Nullable;

/**
 * Values of Java as the text in which Python gets them.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class WireText {

	private WireText() {
	}

	/**
	 * Write a value.
	 * @param value the value: what a bean may return
	 * @return the value as JSON, in which an object with the name {@code $} is what JSON
	 * has no notation for
	 */
	public static String of(@Nullable Object value) {
		return WireWriter.write(value);
	}

}
