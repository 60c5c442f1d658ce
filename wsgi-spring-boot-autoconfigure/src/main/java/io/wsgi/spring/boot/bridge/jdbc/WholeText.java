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

package io.wsgi.spring.boot.bridge.jdbc;

import java.sql.SQLDataException;

/**
 * Text without halves of characters: Python's may have them, and drivers would put
 * something else in their place.
 *
 * @author wsgi-spring-boot contributors
 */
final class WholeText {

	private WholeText() {
	}

	/**
	 * Return a text, if it is one.
	 * @param text the text
	 * @return the text
	 * @throws SQLDataException if it has half of a character
	 */
	static String of(String text) throws SQLDataException {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (Character.isSurrogate(character)) {
				if (Character.isLowSurrogate(character) || i + 1 == text.length()
						|| !Character.isLowSurrogate(text.charAt(i + 1))) {
					throw new SQLDataException("There is half of a character, \\u%04x".formatted((int) character),
							"22021");
				}
				i++;
			}
		}
		return text;
	}

}
