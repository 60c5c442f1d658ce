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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is expected of SQLAlchemy with any database.
 *
 * @author wsgi-spring-boot contributors
 */
final class Alchemy {

	private Alchemy() {
	}

	/**
	 * Assert that a dialect works.
	 * @param caller calls functions of {@code alchemy.py}
	 * @throws Exception if a request fails
	 */
	static void assertWorks(Caller caller) throws Exception {
		assertThat(caller.call("values_come_back")).isEqualTo("({}, {}, '100% ? :a', 'Sappho', 2)");
		assertThat(caller.call("many_are_written_and_read")).isEqualTo("(50, 1550, 3, ['a3', 'a4'], 1500)");
		assertThat(caller.call("failures_are_known")).isEqualTo("('IntegrityError', 1)");
		assertThat(caller.call("isolation_is_set")).isEqualTo("['SERIALIZABLE', 1]");
		assertThat(caller.call("transaction_is_joined")).isEqualTo("(1, 0)");
		assertThat(caller.call("tables_are_reflected")).isEqualTo("(True, False, ['id', 'name'], ['id'], "
				+ "[(['author_id'], 'alchemy_author', ['id'])], [['author_id']], [['name']])");
		assertThat(caller.call("migrations_run")).isEqualTo("([('a % ? :b', 1.5), ('c', 1.5)], [], False)");
		assertThat(caller.call("flask_has_a_database")).isEqualTo("(['1', '2'], 'b', 404)");
	}

	/**
	 * Calls a function of {@code alchemy.py}.
	 */
	@FunctionalInterface
	interface Caller {

		String call(String function) throws Exception;

	}

}
