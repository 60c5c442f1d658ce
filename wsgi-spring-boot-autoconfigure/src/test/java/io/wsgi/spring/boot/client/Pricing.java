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

package io.wsgi.spring.boot.client;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.springframework.cache.annotation.Cacheable;

/**
 * A client of {@code shop/pricing.py}.
 *
 * @author wsgi-spring-boot contributors
 */
@PythonClient(module = "shop.${test.module:pricing}", timeout = "1m")
interface Pricing {

	Quote quote(Order order);

	CompletableFuture<Quote> quote(Order order, Optional<String> currency);

	List<String> kinds(List<Line> lines, Map<String, Line> byName, Set<Size> sizes);

	BigDecimal netPrice(BigDecimal gross, Optional<BigDecimal> rateOfTax);

	double divide(double dividend, double divisor);

	@PythonFunction("default")
	String standard(String first, Optional<String> second);

	Optional<Map<String, String>> find(String name);

	Stream<Integer> numbers(int count);

	String later(String value);

	@PythonFunction("Shelf.count")
	int shelfCount();

	@PythonFunction(timeout = "300ms")
	String sleep(double seconds);

	List<String> takeNotes();

	void release();

	boolean waitForRelease();

	String reverseThroughJava(String text);

	long thread();

	List<Object> numbersThroughJava();

	String tell(String text);

	String user();

	@Cacheable("counts")
	int counted(String name);

	void log(String text);

	int strange();

	default String twice(String text) {
		return standard(text, Optional.of(text));
	}

	/**
	 * An order.
	 *
	 * @param number the number
	 * @param lines the lines
	 * @param placed when it was placed
	 * @param size the size
	 */
	record Order(int number, List<Line> lines, LocalDate placed, Size size) {

		static Order of(Line... lines) {
			return new Order(7, List.of(lines), LocalDate.of(2026, 11, 29), Size.LARGE);
		}

	}

	/**
	 * A line.
	 *
	 * @param articleName the name
	 * @param amount the amount
	 */
	record Line(String articleName, int amount) {

	}

	/**
	 * A quote.
	 *
	 * @param orderNumber the number of the order
	 * @param total the total
	 * @param validUntil the end
	 * @param articleNames the names
	 * @param size the size
	 */
	record Quote(long orderNumber, BigDecimal total, LocalDate validUntil, List<String> articleNames, Size size) {

	}

	/**
	 * A size.
	 */
	enum Size {

		SMALL, LARGE

	}

}
