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
import java.util.List;
import java.util.Map;

import org.springframework.boot.json.JsonParserFactory;

/**
 * A response as it came over the wire.
 *
 * @param statusLine the status line
 * @param headerLines the header lines in order
 * @param bytes the body
 * @param chunks how many chunks it was sent in
 * @param complete whether the end of the body was marked
 * @param closed whether the server closed the connection at its end
 * @author wsgi-spring-boot contributors
 */
record RawResponse(String statusLine, List<String> headerLines, byte[] bytes, int chunks, boolean complete,
		boolean closed) {

	RawResponse withBody(byte[] body, boolean complete, boolean closed) {
		return new RawResponse(this.statusLine, this.headerLines, body, 0, complete, closed);
	}

	RawResponse withChunks(byte[] body, int chunks, boolean complete) {
		return new RawResponse(this.statusLine, this.headerLines, body, chunks, complete, !complete);
	}

	int status() {
		return Integer.parseInt(this.statusLine.split(" ")[1]);
	}

	/**
	 * Return the value of a header.
	 * @param name the name in any case
	 * @return the value, or {@code null} if there is none
	 */
	String header(String name) {
		List<String> values = headers(name);
		if (values.size() > 1) {
			throw new AssertionError("Several headers " + name + ": " + values);
		}
		return values.isEmpty() ? null : values.get(0);
	}

	List<String> headers(String name) {
		return this.headerLines.stream()
			.filter((line) -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
			.map((line) -> line.substring(name.length() + 1).strip())
			.toList();
	}

	String body() {
		return new String(this.bytes, StandardCharsets.ISO_8859_1);
	}

	Map<String, Object> json() {
		if (status() != 200) {
			throw new AssertionError(this);
		}
		return JsonParserFactory.getJsonParser().parseMap(body());
	}

	List<Object> jsonList() {
		return JsonParserFactory.getJsonParser().parseList(body());
	}

	@SuppressWarnings("unchecked")
	Map<String, String> environ() {
		return (Map<String, String>) json().get("text");
	}

	@Override
	public String toString() {
		return this.statusLine + "\n" + String.join("\n", this.headerLines) + "\n\n" + body()
				+ (this.complete ? "" : "\n(cut off)");
	}

}
