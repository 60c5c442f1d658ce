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

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseHead}.
 *
 * @author wsgi-spring-boot contributors
 */
class ResponseHeadTests {

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void statusIsReadWithOrWithoutReason() {
		assertThat(new ResponseHead("200 OK").status()).isEqualTo(200);
		assertThat(new ResponseHead("404 Not Found\nA\nb").status()).isEqualTo(404);
		assertThat(new ResponseHead("299").status()).isEqualTo(299);
	}

	@Test
	void headersAreHandedOutInTheirOrder() {
		List<String> headers = new ArrayList<>();
		new ResponseHead("200 OK\nSet-Cookie\na=1\nX-Empty\n\nSet-Cookie\nb=2")
			.forEachHeader((name, value) -> headers.add(name + ":" + value));
		assertThat(headers).containsExactly("Set-Cookie:a=1", "X-Empty:", "Set-Cookie:b=2");
	}

	@Test
	void emptyValueMayBeTheLast() {
		List<String> headers = new ArrayList<>();
		new ResponseHead("200 OK\nX-Empty\n").forEachHeader((name, value) -> headers.add(name + ":" + value));
		assertThat(headers).containsExactly("X-Empty:");
	}

	@Test
	void headMayHaveNoHeaders() {
		new ResponseHead("200 OK").forEachHeader((name, value) -> {
			throw new AssertionError(name);
		});
	}

	@Test
	void statusAndHeadersAreApplied() {
		new ResponseHead("201 Made\nSet-Cookie\na=1\nSet-Cookie\nb=2\nX-A\nb").applyTo(this.response, 7, "us");
		assertThat(this.response.getStatus()).isEqualTo(201);
		assertThat(this.response.getHeaders("Set-Cookie")).containsExactly("a=1", "b=2");
		assertThat(this.response.getHeader("X-A")).isEqualTo("b");
		assertThat(this.response.getHeader("Content-Length")).isEqualTo("7");
		assertThat(this.response.getHeader("Server")).isEqualTo("us");
	}

	@Test
	void whatTheApplicationSaysCounts() {
		new ResponseHead("200 OK\nServer\nmine\nContent-Length\n9").applyTo(this.response, 7, "us");
		assertThat(this.response.getHeaders("Server")).containsExactly("mine");
		assertThat(this.response.getHeaders("Content-Length")).containsExactly("9");
	}

	@ParameterizedTest
	@ValueSource(strings = { "204 No Content", "304 Not Modified" })
	void responseWithoutBodyHasNoLength(String status) {
		new ResponseHead(status).applyTo(this.response, 0, "us");
		assertThat(this.response.containsHeader("Content-Length")).isFalse();
	}

	@Test
	void unknownLengthIsNotSet() {
		new ResponseHead("200 OK").applyTo(this.response, -1, "us");
		assertThat(this.response.containsHeader("Content-Length")).isFalse();
	}

}
