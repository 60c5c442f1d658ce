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
import java.util.HexFormat;

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
			decoded.append(raw, start, percent).append(octet(raw, percent));
			start = percent + 3;
			percent = raw.indexOf('%', start);
		}
		return decoded.append(raw, start, raw.length()).toString();
	}

	/**
	 * Return whether a path does not mean the same to everybody: see
	 * {@link AmbiguousPaths}.
	 * @param raw the path as it stands in the request
	 * @return whether it is ambiguous
	 * @throws BadRequestException if it is malformed
	 */
	static boolean isAmbiguous(String raw) {
		// How many dots the segment consists of, and nothing else
		int dots = -1;
		boolean parameters = false;
		for (int i = 0; i < raw.length(); i++) {
			char character = raw.charAt(i);
			if (character == '%') {
				character = octet(raw, i);
				if (character == '/') {
					return true;
				}
				i += 2;
			}
			else if (character == '/') {
				if (dots > 0) {
					return true;
				}
				dots = 0;
				parameters = false;
				continue;
			}
			else if (character == ';') {
				// The servlet container cuts them off
				parameters = true;
			}
			if (character == '\\') {
				return true;
			}
			if (!parameters && dots >= 0) {
				dots = (character == '.' && dots < 2) ? dots + 1 : -1;
			}
		}
		return dots > 0;
	}

	private static char octet(String raw, int percent) {
		if (percent + 2 < raw.length()) {
			int high = Character.digit(raw.charAt(percent + 1), 16);
			int low = Character.digit(raw.charAt(percent + 2), 16);
			if (high >= 0 && low >= 0) {
				return (char) ((high << 4) + low);
			}
		}
		throw new BadRequestException("Malformed percent-encoding in the path");
	}

	/**
	 * Encode what must not stand in a path of a request as it is. What is encoded already
	 * stays.
	 * @param text the path, with any characters
	 * @return the raw path
	 */
	static String encode(String text) {
		StringBuilder raw = new StringBuilder(text.length());
		for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
			if (octet > ' ' && octet < 0x7f) {
				raw.append((char) octet);
			}
			else {
				raw.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
			}
		}
		return raw.toString();
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
