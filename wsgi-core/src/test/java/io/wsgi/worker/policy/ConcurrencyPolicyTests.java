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

package io.wsgi.worker.policy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConcurrencyPolicy}.
 *
 * @author wsgi-spring-boot contributors
 */
class ConcurrencyPolicyTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			# min, max, current, waiting, next
			1, 8, 1, 0, 1
			1, 8, 1, 1, 2
			1, 8, 2, 2, 3
			1, 8, 2, 7, 8
			1, 8, 8, 8, 8
			1, 8, 8, 0, 7
			1, 8, 8, 6, 7
			4, 8, 4, 0, 4
			4, 8, 4, 4, 5
			4, 4, 4, 4, 4
			1, 1, 1, 1, 1
			""")
	void oneMoreThanWaitsTakesCallsWithinTheBounds(int min, int max, int current, int waiting, int next) {
		assertThat(new ConcurrencyPolicy(min, max).next(current, waiting)).isEqualTo(next);
	}

}
