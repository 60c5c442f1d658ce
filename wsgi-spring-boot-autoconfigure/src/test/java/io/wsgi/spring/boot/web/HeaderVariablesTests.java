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

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HeaderVariables} and {@link UnderscoreHeaderPolicy}.
 *
 * @author wsgi-spring-boot contributors
 */
class HeaderVariablesTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	@Test
	void headersBecomeVariables() {
		this.request.addHeader("X-Request-ID", "1");
		this.request.addHeader("accept", "*/*");
		assertThat(variables(UnderscoreHeaderPolicy.Mode.DROP)).containsExactly(Map.entry("HTTP_X_REQUEST_ID", "1"),
				Map.entry("HTTP_ACCEPT", "*/*"));
	}

	@Test
	void repeatedHeadersAreJoinedInTheirOrder() {
		this.request.addHeader("X-Forwarded-For", "a");
		this.request.addHeader("X-Forwarded-For", "b, c");
		assertThat(variables(UnderscoreHeaderPolicy.Mode.DROP)).containsEntry("HTTP_X_FORWARDED_FOR", "a, b, c");
	}

	@Test
	void repeatedCookieHeadersAreJoinedAsCookies() {
		this.request.addHeader("Cookie", "a=1; b=2");
		this.request.addHeader("Cookie", "c=3");
		assertThat(variables(UnderscoreHeaderPolicy.Mode.DROP)).containsEntry("HTTP_COOKIE", "a=1; b=2; c=3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Type", "content-length", "Transfer-Encoding", "Proxy", "PROXY" })
	void headersThatMustNotReachTheApplicationAreDropped(String name) {
		this.request.addHeader(name, "1");
		assertThat(variables(UnderscoreHeaderPolicy.Mode.ALLOW)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "X_Forwarded_For", "CONTENT_LENGTH", "content_type", "X-Forwarded_For" })
	void headersWithUnderscoreAreDropped(String name) {
		this.request.addHeader(name, "evil");
		this.request.addHeader("X-Forwarded-For", "good");
		assertThat(variables(UnderscoreHeaderPolicy.Mode.DROP))
			.containsExactly(Map.entry("HTTP_X_FORWARDED_FOR", "good"));
	}

	@Test
	void headerWithUnderscoreIsRefusedOnDemand() {
		this.request.addHeader("x_token", "1");
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> variables(UnderscoreHeaderPolicy.Mode.REFUSE))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400));
	}

	@Test
	void headerWithUnderscoreIsPassedOnDemand() {
		this.request.addHeader("x_token", "1");
		assertThat(variables(UnderscoreHeaderPolicy.Mode.ALLOW)).containsExactly(Map.entry("HTTP_X_TOKEN", "1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "DROP", "REFUSE" })
	void namedHeaderWithUnderscoreIsPassed(UnderscoreHeaderPolicy.Mode mode) {
		this.request.addHeader("x_token", "1");
		assertThat(variables(mode, "X_Token")).containsExactly(Map.entry("HTTP_X_TOKEN", "1"));
	}

	@Test
	void floodOfNamesDoesNotKeepOthersFromBeingRemembered() {
		HeaderVariables.KnownNames names = new HeaderVariables.KnownNames();
		for (int i = 0; i < 100_000; i++) {
			names.put("X-Flood-" + i, "HTTP_X_FLOOD_" + i);
		}
		names.put("Accept", "HTTP_ACCEPT");
		names.put("User-Agent", "HTTP_USER_AGENT");
		assertThat(names.get("Accept")).isEqualTo("HTTP_ACCEPT");
		assertThat(names.get("User-Agent")).isEqualTo("HTTP_USER_AGENT");
		assertThat(names.get("Cookie")).isNull();
		assertThat(IntStream.range(0, 100_000).filter((i) -> names.get("X-Flood-" + i) != null).count())
			.isLessThanOrEqualTo(512);
	}

	@Test
	void longNamesAreNotRemembered() {
		HeaderVariables.KnownNames names = new HeaderVariables.KnownNames();
		String name = "X".repeat(30_000);
		names.put(name, "HTTP_" + name);
		assertThat(names.get(name)).isNull();
	}

	@Test
	void namesAreRememberedAndTheirFloodIsNot() {
		HeaderVariables headers = new HeaderVariables(
				new UnderscoreHeaderPolicy(UnderscoreHeaderPolicy.Mode.DROP, List.of()));
		for (int i = 0; i < 2000; i++) {
			MockHttpServletRequest flood = new MockHttpServletRequest();
			flood.addHeader("X-Flood-" + i, "1");
			EnvironBuilder environ = new EnvironBuilder();
			headers.append(environ, flood);
			assertThat(environ).hasToString("HTTP_X_FLOOD_" + i + "\0" + "1");
		}
	}

	@Test
	void nulInValueIsRefused() {
		this.request.addHeader("X-A", "a\0HTTP_X_B\0b");
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> variables(UnderscoreHeaderPolicy.Mode.DROP));
	}

	private Map<String, String> variables(UnderscoreHeaderPolicy.Mode mode, String... allowed) {
		EnvironBuilder environ = new EnvironBuilder();
		new HeaderVariables(new UnderscoreHeaderPolicy(mode, List.of(allowed))).append(environ, this.request);
		return Environ.parse(environ.toString());
	}

}
