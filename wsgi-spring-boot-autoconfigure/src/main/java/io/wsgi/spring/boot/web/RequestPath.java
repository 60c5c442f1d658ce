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

import java.nio.charset.StandardCharsets;

/**
 * Decodes paths as PEP 3333 wants them: each percent-encoded byte becomes the character
 * of that number, and nothing else is changed.
 *
 * @author wsgi-spring-boot contributors
 */
final class RequestPath {

	private RequestPath() {
	}

	/**
	 * Decode a raw path.
	 * @param raw the path as it stands in the request
	 * @return the decoded path
	 */
	static String decode(String raw) {
		int percent = raw.indexOf('%');
		if (percent < 0) {
			return raw;
		}
		StringBuilder decoded = new StringBuilder(raw.length());
		int start = 0;
		while (percent >= 0) {
			decoded.append(raw, start, percent).append((char) octet(raw, percent));
			start = percent + 3;
			percent = raw.indexOf('%', start);
		}
		return decoded.append(raw, start, raw.length()).toString();
	}

	private static int octet(String raw, int percent) {
		if (percent + 2 < raw.length()) {
			int high = Character.digit(raw.charAt(percent + 1), 16);
			int low = Character.digit(raw.charAt(percent + 2), 16);
			if (high >= 0 && low >= 0) {
				return (high << 4) + low;
			}
		}
		throw new BadRequestException("Malformed percent-encoding in the path");
	}

	/**
	 * Represent text as PEP 3333 wants it: each byte of its UTF-8 form is a character.
	 * @param text the text
	 * @return the native string
	 */
	static String nativeString(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

}
