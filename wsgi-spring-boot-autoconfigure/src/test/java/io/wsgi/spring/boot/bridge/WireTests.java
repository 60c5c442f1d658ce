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

package io.wsgi.spring.boot.bridge;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WireWriter} and {@link WireReader}.
 *
 * @author wsgi-spring-boot contributors
 */
class WireTests {

	private static Object read(String text) {
		return WireReader.read(text);
	}

	@Test
	void valueIsReadAsItWasWritten() {
		Object value = Arrays.asList(null, true, false, 0, -1, Integer.MAX_VALUE, Long.MIN_VALUE,
				BigInteger.TWO.pow(64), 1.5, Double.NaN, Double.NEGATIVE_INFINITY, "", List.of(), Map.of(),
				Map.of("a", List.of(Map.of("b", "c"))), "\"\\/\b\f\n\r\t\0\u007f\u00e9\u2028\ud83d\ude00\ud83d");
		String text = WireWriter.write(value);
		assertThat(text).isASCII().doesNotContain("\0", "\n");
		assertThat(read(text)).isEqualTo(value);
	}

	@Test
	void escapesOfOthersAreRead() {
		assertThat(read("\"\\b\\f\\n\\r\\t\\/\\u00E9\"")).isEqualTo("\b\f\n\r\t/\u00e9");
		assertThat(read("1E3")).isEqualTo(1000.0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[", "{", "[1", "[1 2]", "{\"a\" 1}", "\"a", "\"\\u00", "nul", "1x", "[]]", "{a:1}" })
	void whatIsNoJsonIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> read(text));
	}

	@Test
	void whatContainsItselfIsRefused() {
		List<Object> endless = new ArrayList<>();
		endless.add(endless);
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> WireWriter.write(endless))
			.withMessageContaining("contains itself");
	}

	@Test
	void whatHasNoNotationIsRefused() {
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> WireWriter.write(new Object()))
			.withMessageStartingWith("java.lang.Object has no value in Python");
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> WireWriter.write(new Half()))
			.withMessageContaining("Half has no value in Python");
	}

	@Test
	void countersAreNumbers() {
		assertThat(WireWriter.write(List.of(new AtomicInteger(3), (short) -1, 'x', 1.5f)))
			.isEqualTo("[3,-1,\"x\",1.5]");
	}

	@ParameterizedTest
	@ValueSource(longs = { 999999999L * 86400, -999999999L * 86400, Long.MAX_VALUE, Long.MIN_VALUE })
	void longDurationsStayTheSame(long seconds) {
		Duration duration = Duration.ofSeconds(seconds, 999_999_000);
		assertThat(read(WireWriter.write(duration))).isEqualTo(duration);
	}

	private static final class Half extends Number {

		@Override
		public int intValue() {
			return 0;
		}

		@Override
		public long longValue() {
			return 0;
		}

		@Override
		public float floatValue() {
			return 0.5f;
		}

		@Override
		public double doubleValue() {
			return 0.5;
		}

	}

}
