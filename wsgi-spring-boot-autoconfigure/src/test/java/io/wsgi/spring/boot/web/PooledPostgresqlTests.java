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

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code spring.connect}, SQLAlchemy and Django on a PostgreSQL server, over
 * HTTP. They run in the Maven profile {@code postgresql} only, with the URL of a database
 * whose tables may be dropped in the system property {@code test.postgresql.url}.
 *
 * @author wsgi-spring-boot contributors
 */
@Tag("postgresql")
class PooledPostgresqlTests {

	private static PooledPython python;

	@BeforeAll
	static void startServer() {
		python = PooledPython.start(PostgresqlApplication.class, "dataSource", "counter", "0");
	}

	@AfterAll
	static void stopServer() {
		python.close();
	}

	@AfterEach
	void connectionsAreBack() {
		python.awaitConnections();
	}

	private static String run(String... lines) throws Exception {
		return python.run(lines);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			smallint      | -7
			bigint        | 1 << 60
			numeric       | Decimal('1.250')
			numeric       | 123456789012345678901234567890
			float8        | float('inf')
			float4        | 1.1
			bool          | True
			text          | 'a\u65e5\\U0001f600\\'\\\\'
			bytea         | b'\\x00\\xff'
			date          | date(2026, 2, 28)
			time          | datetime(2026, 2, 28, 13, 0, 1, 5).time()
			timetz        | datetime(2026, 2, 28, 13, 0, tzinfo=timezone.utc).timetz()
			timestamp     | datetime(2026, 2, 28, 13, 0, 1, 5)
			timestamptz   | datetime(2026, 2, 28, 13, 0, 1, 5, timezone.utc)
			interval      | timedelta(days=-3, microseconds=5)
			uuid          | uuid.UUID('12345678-1234-5678-1234-567812345678')
			jsonb         | {'a': [1, None, {'b': 'c'}]}
			json          | {'a': 1}
			int[]         | [1, None, 3]
			int[][]       | [[1, 2], [3, 4]]
			text[]        | ['a,"}\\\\', 'NULL', '']
			bytea[]       | [b'\\x00a']
			timestamptz[] | [datetime(2026, 2, 28, tzinfo=timezone.utc)]
			numeric[]     | [Decimal('1.5')]
			time[]        | [datetime(2026, 2, 28, 13, 0, 1, 5).time(), None]
			timetz[]      | [datetime(2026, 2, 28, 13, 0, 1, 5, timezone.utc).timetz()]
			timestamp[]   | [datetime(2026, 3, 29, 2, 30, 0, 5), datetime(1, 1, 1)]
			timestamptz[] | [[datetime(2026, 2, 28, 1, 2, 3, 5, timezone.utc)]]
			date[]        | [date(2026, 2, 28), date(1500, 2, 28), date(1, 1, 1)]
			interval[]    | [timedelta(days=-3, microseconds=5)]
			float8[]      | [float('-inf'), 1.5]
			bool[]        | [True, None, False]
			jsonb[]       | [{'a': [1, None]}, {}]
			text[]        | []
			text[]        | ['\\\\', 'a{b}', 'null', ' x ']
			uuid[]        | [uuid.UUID('12345678-1234-5678-1234-567812345678')]
			inet          | '10.0.0.1'
			bit(3)        | '101'
			""")
	void valueComesBackAsItWas(String type, String value) throws Exception {
		assertThat(run("value = " + value,
				"row = rows('select cast(? as " + type + "), cast(null as " + type + ")', [value])[0]",
				"result = (row[0] == value, row[1])"))
			.isEqualTo("(True, None)");
	}

	@Test
	void infinityIsTheEndOfTime() throws Exception {
		assertThat(run("result = rows(\"select 'infinity'::date, '-infinity'::timestamp, 'NaN'::numeric::text\")"))
			.isEqualTo("[(datetime.date(9999, 12, 31), datetime.datetime(1, 1, 1, 0, 0), 'NaN')]");
		assertThat(run("rows(\"select '0044-03-15 BC'::date\")"))
			.isEqualTo("DataError/DatabaseError 22008: Python has no year -43");
	}

	@Test
	void operatorsWithQuestionMarksAreNoPlaceholders() throws Exception {
		assertThat(run("result = (rows('select ?::jsonb ?? ?', [{'a': 1}, 'a']), "
				+ "rows('select %s::jsonb ? %s', [{'a': 1}, 'b'], paramstyle='format'))"))
			.isEqualTo("([(True,)], [(False,)])");
	}

	@Test
	void boundsOfAnArrayAreNoPartOfIt() throws Exception {
		assertThat(run("result = rows(\"select '[0:1]={1,2}'::int[], '{}'::int[], array['infinity', null]::date[]\")"))
			.isEqualTo("[([1, 2], [], [datetime.date(9999, 12, 31), None])]");
	}

	@Test
	void bracesAreNotForTheDriver() throws Exception {
		assertThat(run("with connect() as connection:", "    cursor = connection.cursor()",
				"    cursor.execute('create or replace function braced() returns text language sql as "
						+ "$$ /* {d x} */ select $q${ts y}$q$ $$')",
				"    result = cursor.execute('select braced()').fetchone()[0]"))
			.isEqualTo("'{ts y}'");
	}

	@Test
	void heldCursorIsNotLeftInThePool() throws Exception {
		assertThat(run("left = connect(autocommit=True)",
				"left.cursor().execute('declare left_open cursor with hold for select 1')", "result = 1"))
			.isEqualTo("1");
		for (int i = 0; i < 3; i++) {
			assertThat(run("result = rows(\"select count(*) from pg_cursors where name = 'left_open'\")"))
				.isEqualTo("[(0,)]");
		}
	}

	@Test
	void transactionThatWasBegunWithSqlIsNotLeftInThePool() throws Exception {
		assertThat(run("change('drop table if exists begun')", "change('create table begun (id int)')",
				"left = connect(autocommit=True)", "cursor = left.cursor()", "cursor.execute('begin')",
				"cursor.execute('insert into begun values (1)')", "result = 1"))
			.isEqualTo("1");
		for (int i = 0; i < 3; i++) {
			assertThat(run("with connect(autocommit=True) as connection:",
					"    result = connection.cursor().execute('select count(*) from begun').fetchall()"))
				.isEqualTo("[(0,)]");
		}
	}

	@Test
	void minusAndNegativeZeroAreNoComment() throws Exception {
		assertThat(django("numbers_are_literals")).isEqualTo("[5.0, Decimal('5.0'), 6]");
	}

	@Test
	void largeResultIsNeverWhollyInMemory() throws Exception {
		// 2 GB
		assertThat(run("with connect(fetch_size=10) as connection:", "    cursor = connection.cursor()",
				"    cursor.execute(\"select i, repeat('x', 1000000) from generate_series(1, 2000) i\")",
				"    result = [cursor.fetchone()[0] for _ in range(25)]"))
			.startsWith("[1, 2, 3, ");
	}

	@Test
	void sqlalchemyHasADialect() throws Exception {
		Alchemy.assertWorks((function) -> run("import alchemy",
				"result = alchemy." + function + "('spring+postgresql://dataSource')"));
	}

	@Test
	void djangoHasABackend() throws Exception {
		assertThat(django("migrations_run")).isEqualTo("(True, True)");
		assertThat(django("values_come_back")).isEqualTo("({}, True)");
		assertThat(django("users_are_kept")).isEqualTo("(True, True, True)");
		assertThat(django("blocks_are_atomic")).isEqualTo("('IntegrityError', ['kept'])");
		assertThat(django("many_are_read")).isEqualTo("(1000, 1000)");
		assertThat(django("transaction_is_joined")).isEqualTo("(1, 0, 0)");
		assertThat(django("connection_is_left")).isEqualTo("True");
		assertThat(django("connection_is_left")).isEqualTo("True");
	}

	// As Django's handler does it at the begin of each request
	private static String django(String function) throws Exception {
		return run("import djangoed", "from django.db import close_old_connections", "close_old_connections()",
				"result = djangoed." + function + "()");
	}

}
