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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IntervalText}.
 *
 * @author wsgi-spring-boot contributors
 */
class IntervalTextTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			00:00:00                       | 0
			1 day 02:03:04.5               | 93784500000
			-1 days +00:00:00.000001       | -86399999999
			-00:00:01.5                    | -1500000
			1 year 2 mons -3 days          | 36460800000000
			0 years 0 mons 1 days 2 hours 3 mins 4.5 secs | 93784500000
			""")
	void intervalHasMicroseconds(String text, String microseconds) {
		assertThat(IntervalText.microseconds(text)).isEqualTo(microseconds);
	}

}
