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

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code spring.connect}, over HTTP: with H2, and a pool of two connections.
 *
 * @author wsgi-spring-boot contributors
 */
class PooledDatabaseTests {

	private static PooledPython python;

	@BeforeAll
	static void startServer() {
		python = PooledPython.start(PooledApplication.class, "dataSource,patient,sqlite", "shelf", "10s");
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

	private static String result(String expression) throws Exception {
		return run("result = " + expression);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			int               | 7
			bigint            | -9223372036854775808
			decimal(20, 3)    | Decimal('12345678901234567.890')
			decimal(30)       | 123456789012345678901234567890
			double precision  | 1.5e300
			double precision  | float('-inf')
			boolean           | True
			boolean           | False
			varchar           | 'a\u00e9\u65e5\\U0001f600'
			varchar           | ''
			varchar           | 'a\\x1b\\x1bv\\x1bn\\x1f\\x1e\\0'
			clob              | 'x' * 100000
			blob              | b'\\x00\\xff\\x1f' * 10000
			varbinary         | b''
			date              | date(2026, 2, 28)
			date              | date(1, 1, 1)
			time              | datetime(2026, 2, 28, 13, 0, 1).time()
			timestamp         | datetime(2026, 2, 28, 13, 0, 1, 250)
			timestamp with time zone | datetime(2026, 2, 28, 13, 0, 1, 250, timezone.utc)
			uuid              | uuid.UUID('12345678-1234-5678-1234-567812345678')
			int array         | [1, None, 3]
			varchar array     | ['a', 'b,\"}']
			""")
	void valueComesBackAsItWas(String type, String value) throws Exception {
		assertThat(run("value = " + value, "with connect() as connection:", "    cursor = connection.cursor()",
				"    cursor.execute('select cast(? as " + type + "), cast(null as " + type + ")', [value])",
				"    row = cursor.fetchone()", "result = (row[0] == value, row[1], cursor.fetchone())"))
			.isEqualTo("(True, None, None)");
	}

	@Test
	void parametersHavePlacesOrNames() throws Exception {
		assertThat(result("rows(\"select ?, '?', ? -- ?\", ['a', None])")).isEqualTo("[('a', '?', None)]");
		assertThat(result("rows(\"select :b, ':b', :a, :b\", {'a': 1, 'b': 'x', 'c': 3})"))
			.isEqualTo("[('x', ':b', 1, 'x')]");
		assertThat(result("rows(\"select %s, '%%', 5 %% 3\", [1], paramstyle='format')")).isEqualTo("[(1, '%', 2)]");
		assertThat(result("rows('select %(a)s, %(a)s', {'a': 1}, paramstyle='format')")).isEqualTo("[(1, 1)]");
		assertThat(result("rows(\"select '%s', 5 % 3\", paramstyle='format')")).isEqualTo("[('%s', 2)]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					rows('selec')                                    | ProgrammingError/DatabaseError 42001:
					rows('select * from nothing')                    | ProgrammingError/DatabaseError 42S02:
					rows('select ?', [])                             | ProgrammingError/DatabaseError 07001: The statement has 1 parameters, and 0 are given
					rows('select :a', {'b': 1})                      | ProgrammingError/DatabaseError 07001: There is no parameter 'a'
					rows('select ?', [object()])                     | ProgrammingError/DatabaseError None: object is no parameter of a statement
					rows("select cast('x' as int)")                  | DataError/DatabaseError 22018:
					rows('select 1 / 0')                             | DataError/DatabaseError 22012:
					change('insert into books (title) values (null)') | IntegrityError/DatabaseError 23502:
					connect('none')                                  | InterfaceError/Error None: wsgi.data-sources has no 'none'
					connect('shelf')                                 | InterfaceError/Error None: wsgi.data-sources has no 'shelf'
					connect(isolation_level='x')                     | ProgrammingError/DatabaseError None: there is no isolation level 'x'
					connect().cursor().fetchone()                    | ProgrammingError/DatabaseError None: there are no rows
					""")
	void failureIsTheExceptionOfItsKind(String expression, String failure) throws Exception {
		assertThat(result(expression)).startsWith(failure);
	}

	@Test
	void closedConnectionCannotBeUsed() throws Exception {
		assertThat(run("connection = connect()", "cursor = connection.cursor()", "connection.close()",
				"connection.close()", "try:", "    cursor.execute('select 1')", "except dbapi.InterfaceError:",
				"    result = connection.closed"))
			.isEqualTo("True");
	}

	@Test
	void columnsAreDescribed() throws Exception {
		assertThat(run("with connect() as connection:",
				"    cursor = connection.cursor().execute('select id, title, price, current_timestamp as n from books')",
				"kinds = [dbapi.NUMBER, dbapi.STRING, dbapi.NUMBER, dbapi.DATETIME]",
				"result = [(name, str(code), code == kind, code == dbapi.BINARY, precision, scale, null)",
				"    for (name, code, _, _, precision, scale, null), kind in zip(cursor.description, kinds)]"))
			.isEqualTo("[('ID', 'bigint', True, False, 64, 0, False), "
					+ "('TITLE', 'character varying', True, False, 20, 0, False), "
					+ "('PRICE', 'decimal', True, False, 8, 2, True), "
					+ "('N', 'timestamp with time zone', True, False, 32, 6, None)]");
	}

	@Test
	void changesAreCountedAndKeysReturned() throws Exception {
		assertThat(run("with connect() as connection:", "    cursor = connection.cursor()",
				"    cursor.execute('insert into books (title) values (?)', ['counted'])",
				"    key = cursor.lastrowid, cursor.rowcount, cursor.description",
				"    cursor.execute('select id from books where title = :title', {'title': 'counted'})",
				"    result = (key == (cursor.fetchone()[0], 1, None), cursor.rowcount,",
				"        cursor.execute('update books set price = 1').rowcount > 0, cursor.lastrowid)"))
			.isEqualTo("(True, 1, True, None)");
	}

	@Test
	void manyAreExecutedInBatches() throws Exception {
		assertThat(run("with connect() as connection:", "    cursor = connection.cursor()",
				"    cursor.executemany('insert into books (title, price) values (?, ?)',",
				"        ((f'batch {i}', Decimal(i)) for i in range(2500)))", "    counts = [cursor.rowcount]",
				"    cursor.executemany('delete from books where title = :t', [{'t': f'batch {i}'} for i in range(2500)])",
				"    counts.append(cursor.rowcount)", "    cursor.executemany('delete from books', [])",
				"    result = (counts, cursor.rowcount)"))
			.isEqualTo("([2500, 2500], 0)");
		assertThat(run("with connect() as connection:",
				"    connection.cursor().executemany('insert into books (title) values (?)', [['twice'], ['twice']])"))
			.startsWith("IntegrityError/DatabaseError 23505");
		assertThat(result("bean('shelf').count('twice')")).isEqualTo("0");
	}

	@Test
	void rowsComeInPieces() throws Exception {
		assertThat(run("with connect(fetch_size=7) as connection:", "    cursor = connection.cursor()",
				"    cursor.execute('select x, cast(x as varchar) from system_range(1, 100)')",
				"    seen = [cursor.fetchone(), len(cursor.fetchmany()), len(cursor.fetchmany(20)), next(cursor)]",
				"    result = (seen, cursor.rowcount, len(cursor.fetchall()), cursor.fetchone(), cursor.fetchmany(2))"))
			.isEqualTo("([(1, '1'), 1, 20, (23, '23')], -1, 77, None, [])");
	}

	@Test
	void nothingIsCommittedUnlessAsked() throws Exception {
		assertThat(run("connection = connect()", "cursor = connection.cursor()",
				"cursor.execute(\"insert into books (title) values ('open')\")", "connection.close()",
				"result = bean('shelf').count('open')"))
			.isEqualTo("0");
		assertThat(run("connection = connect(autocommit=True)",
				"connection.cursor().execute(\"insert into books (title) values ('auto')\")",
				"result = (connection.autocommit, bean('shelf').count('auto'))"))
			.isEqualTo("(True, 1)");
		assertThat(run("with connect() as connection:",
				"    connection.cursor().execute(\"insert into books (title) values ('failed')\")",
				"    raise ValueError"))
			.startsWith("ValueError");
		assertThat(result("bean('shelf').count('failed')")).isEqualTo("0");
	}

	@Test
	void poolGetsItsConnectionBackAsItWas() throws Exception {
		for (int i = 0; i < PooledApplication.POOL_SIZE; i++) {
			assertThat(run(
					"level = 'select isolation_level from information_schema.sessions "
							+ "where session_id = session_id()'",
					"first = connect(isolation_level='serializable')", "second = connect(autocommit=True)",
					"result = [first.cursor().execute(level).fetchone()[0],",
					"    second.cursor().execute(level).fetchone()[0]]"))
				.isEqualTo("['SERIALIZABLE', 'READ COMMITTED']");
		}
	}

	@Test
	void transactionOfSpringIsJoined() throws Exception {
		assertThat(run("shelf = bean('shelf')", "early = connect()", "with transaction():", "    shelf.add('java')",
				"    with connect() as connection:", "        cursor = connection.cursor()",
				"        cursor.execute(\"insert into books (title) values ('python')\")",
				"        session = cursor.execute('select session_id()').fetchone()[0]",
				"    seen = early.cursor().execute('select count(*) from books where title = ?', ['java']).fetchone()[0]",
				"    result = (seen, session == shelf.session(), shelf.count('python'))"))
			.isEqualTo("(1, True, 1)");
		assertThat(result("bean('shelf').count('python')")).isEqualTo("1");
	}

	@Test
	void transactionOfSpringTakesBackWhatAConnectionHasCommitted() throws Exception {
		assertThat(run("with transaction() as current:", "    with connect() as connection:",
				"        connection.cursor().execute(\"insert into books (title) values ('inner')\")",
				"    current.set_rollback_only()", "result = bean('shelf').count('inner')"))
			.isEqualTo("0");
	}

	@Test
	void rollbackOfAChangeIsThatOfTheTransaction() throws Exception {
		assertThat(run("with transaction():", "    connection = connect()",
				"    connection.cursor().execute(\"insert into books (title) values ('doomed')\")",
				"    connection.rollback()"))
			.startsWith("UnexpectedRollbackException/JavaError");
		assertThat(run("with transaction():", "    bean('shelf').add('read')", "    connection = connect()",
				"    connection.cursor().execute('select 1')", "    connection.rollback()",
				"result = bean('shelf').count('read')"))
			.isEqualTo("1");
	}

	@Test
	void connectionThatIsLeftGoesBackWithItsRequest() throws Exception {
		for (int i = 0; i < 3 * PooledApplication.POOL_SIZE; i++) {
			assertThat(run("left = connect()", "left.cursor().execute('select 1')", "globals()['kept'] = left",
					"result = 1"))
				.isEqualTo("1");
			assertThat(run("failed = connect()", "failed.cursor().execute('select 1')", "raise KeyError('x')"))
				.startsWith("KeyError");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "whole", "fails" })
	void connectionOfAStreamGoesBackAtItsEnd(String how) throws Exception {
		for (int i = 0; i < 2 * PooledApplication.POOL_SIZE; i++) {
			String body = new String(python.server().send("GET /stream?" + how + " HTTP/1.1").bytes(),
					StandardCharsets.UTF_8);
			assertThat(body).startsWith("1 2 3 ");
			assertThat(body.contains(" 1000 ")).isEqualTo(how.equals("whole"));
			python.awaitConnections();
		}
	}

	@Test
	void timeLimitEndsAStatement() throws Exception {
		assertThat(python.send("rows('select count(*) from system_range(1, 1000000) a, system_range(1, 1000000) b')")
			.status()).isEqualTo(504);
	}

	@Test
	void timeLimitEndsTheWaitForAConnection() throws Exception {
		assertThat(python
			.send("held = [connect('patient') for _ in range(2)]",
					"[each.cursor().execute('select 1') for each in held]")
			.status()).isEqualTo(504);
		assertThat(run("result = rows('select 1', name='patient')")).isEqualTo("[(1,)]");
	}

	@Test
	void emptyPoolIsAnOperationalError() throws Exception {
		assertThat(run("held = [connect() for _ in range(3)]", "[each.cursor().execute('select 1') for each in held]"))
			.startsWith("OperationalError/DatabaseError None: HikariPool-");
	}

	@Test
	void othersRunPythonWhileTheDatabaseIsBusy() throws Exception {
		assertThat(run("done = []",
				"thread = threading.Thread(target=lambda: done.append(rows('select count(*) "
						+ "from system_range(1, 1000) a, system_range(1, 1000) b')))",
				"thread.start()", "turns = 0", "while thread.is_alive():", "    turns += 1", "    time.sleep(0)",
				"result = (done, turns > 1)"))
			.isEqualTo("([[(1000000,)]], True)");
	}

	@Test
	void connectionOfAThreadThatHasEndedIsThereForOthers() throws Exception {
		assertThat(run("kept = []", "def leave():", "    kept.append(connect())",
				"    kept[-1].cursor().execute('select 1')", "for _ in range(5):",
				"    thread = threading.Thread(target=leave)", "    thread.start()", "    thread.join()",
				"[each.close() for each in kept]", "result = len(kept)"))
			.isEqualTo("5");
	}

	@Test
	void connectionOfTheModuleIsTakenFromThePoolWhileItIsUsed() throws Exception {
		assertThat(run("lasting.autocommit = True", "row = lasting.cursor().execute('select 1').fetchone()",
				"result = row"))
			.isEqualTo("(1,)");
		assertThat(python.activeConnections()).isEqualTo(1);
		run("lasting.close()", "globals()['lasting'] = None", "result = 1");
	}

	@Test
	void valuesOfSqliteHaveTypesOfTheirOwn() throws Exception {
		assertThat(run("with connect('sqlite') as connection:", "    cursor = connection.cursor()",
				"    cursor.execute(\"select ?, ?, ?, ?, ?, null, 'a\\x1fb'\",",
				"        [1 << 40, 1.5, 'x', b'\\0', datetime(2026, 2, 28, 1, 2, 3)])",
				"    result = cursor.fetchall()"))
			.isEqualTo("[(1099511627776, 1.5, 'x', b'\\x00', '2026-02-28 01:02:03', None, 'a\\x1fb')]");
		assertThat(run("with connect('sqlite') as connection:", "    cursor = connection.cursor()",
				"    cursor.execute('create table t (id integer primary key, name text unique)')",
				"    cursor.execute(\"insert into t (name) values ('a')\")", "    key = cursor.lastrowid", "    try:",
				"        cursor.execute(\"insert into t (name) values ('a')\")", "    except dbapi.IntegrityError:",
				"        result = key"))
			.isEqualTo("1");
	}

}
