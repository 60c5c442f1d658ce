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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;

/**
 * Makes of an {@code int} of Python a number of Java that is the same.
 *
 * @author wsgi-spring-boot contributors
 */
final class IntegerConversion {

	// From what an int of Python is most to what it is least
	private static final List<Target> TARGETS = List.of(new Target(Long.class, BigInteger::longValueExact),
			new Target(Integer.class, BigInteger::intValueExact), new Target(BigInteger.class, (exact) -> exact),
			new Target(Short.class, BigInteger::shortValueExact), new Target(Byte.class, BigInteger::byteValueExact),
			new Target(Double.class, (exact) -> sameAs(exact, exact.doubleValue())),
			new Target(Float.class, (exact) -> sameAs(exact, exact.floatValue())),
			new Target(BigDecimal.class, BigDecimal::new));

	private static final List<Class<?>> TYPES = TARGETS.stream().<Class<?>>map(Target::type).toList();

	private IntegerConversion() {
	}

	/**
	 * Return how far it is to a type.
	 * @param type the type
	 * @return the rank, or -1 if it is none of an integer
	 */
	static int rank(Class<?> type) {
		return TYPES.indexOf(type);
	}

	/**
	 * Convert an integer.
	 * @param exact the integer
	 * @param rank the rank of the type to convert it to
	 * @return the number
	 * @throws ArithmeticException if the type has no such number
	 */
	static Number convert(BigInteger exact, int rank) {
		return TARGETS.get(rank).conversion().apply(exact);
	}

	private static Number sameAs(BigInteger exact, Number inexact) {
		double value = inexact.doubleValue();
		if (Double.isInfinite(value) || new BigDecimal(value).compareTo(new BigDecimal(exact)) != 0) {
			throw new ArithmeticException("It is not the same number");
		}
		return inexact;
	}

	/**
	 * A type, and what makes a number of it.
	 *
	 * @param type the type
	 * @param conversion makes a number of it
	 */
	private record Target(Class<?> type, Function<BigInteger, Number> conversion) {

	}

}
