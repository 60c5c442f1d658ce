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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RequestPath}.
 *
 * @author wsgi-spring-boot contributors
 */
class RequestPathTests {

	@ParameterizedTest
	@CsvSource({ "/,/", "/a/b,/a/b", "/a%20b,/a b", "/%41%5a%7A,/AZz", "/a%2Fb,/a/b", "/a+b,/a+b", "/a;x=1,/a;x=1",
			"/../a//b/.,/../a//b/.", "/100%25,/100%", "/%2525,/%25", "/%e4%BD%A0,/\u00e4\u00bd\u00a0", "/%00,'/\u0000'",
			"/%FF,/\u00ff" })
	void bytesBecomeCharactersAndNothingElseIsChanged(String raw, String decoded) {
		assertThat(RequestPath.decode(raw)).isEqualTo(decoded);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/%", "/%4", "/%4/", "/%zz", "/%4g", "/%-1", "/a%20%", "/%%20" })
	void malformedEncodingIsRefused(String raw) {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> RequestPath.decode(raw))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400));
	}

	@Test
	void textBecomesTheBytesOfItsUtf8Form() {
		assertThat(RequestPath.nativeString("/caf\u00e9")).isEqualTo("/caf\u00c3\u00a9");
		assertThat(RequestPath.nativeString("/plain")).isEqualTo("/plain");
	}

}
