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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UnderscoreHeaderPolicy}.
 *
 * @author wsgi-spring-boot contributors
 */
class UnderscoreHeaderPolicyTests {

	@Test
	@Conformance("H1")
	void dropAllowsOnlyNamesOfTheList() {
		UnderscoreHeaderPolicy headerMap = new UnderscoreHeaderPolicy(UnderscoreHeaderPolicy.Mode.DROP,
				List.of("x_allowed"));
		assertThat(headerMap.allows("X_OTHER")).isFalse();
		assertThat(headerMap.allows("X_ALLOWED")).isTrue();
	}

	@Test
	@Conformance("H1")
	void refuseRaisesUnlessTheNameIsOnTheList() {
		UnderscoreHeaderPolicy headerMap = new UnderscoreHeaderPolicy(UnderscoreHeaderPolicy.Mode.REFUSE,
				List.of("X_Allowed"));
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> headerMap.allows("X_OTHER"))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400));
		assertThat(headerMap.allows("X_ALLOWED")).isTrue();
	}

	@Test
	@Conformance("H1")
	void allowAllowsAllNames() {
		assertThat(new UnderscoreHeaderPolicy(UnderscoreHeaderPolicy.Mode.ALLOW, List.of()).allows("X_OTHER")).isTrue();
	}

}
