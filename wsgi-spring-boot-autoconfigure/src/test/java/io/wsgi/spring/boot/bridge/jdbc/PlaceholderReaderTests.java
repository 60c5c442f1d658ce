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

import java.util.List;

import io.wsgi.spring.boot.bridge.jdbc.PlaceholderReader.Style;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlaceholderReader}.
 *
 * @author wsgi-spring-boot contributors
 */
class PlaceholderReaderTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			QMARK    | select ?, '?', "?" -- ?             | select ?, '?', "?" -- ?             | 1
			QMARK    | select /* ? */ ?, 'it''s ?' , ?     | select /* ? */ ?, 'it''s ?' , ?     | 2
			QMARK    | select a ?? b, ?                    | select a ?? b, ?                    | 1
			QMARK    | select $$ ? $$, $x$ ? $$ ? $x$, ?   | select $$ ? $$, $x$ ? $$ ? $x$, ?   | 1
			QMARK    | select a$1$ ?                       | select a$1$ ?                       | 1
			QMARK    | select E'\\'?', ?                   | select E'\\'?', ?                   | 1
			QMARK    | select 'a\\', ?                     | select 'a\\', ?                     | 1
			QMARK    | select 'open ?                      | select 'open ?                      | 0
			QMARK    | select /* open ?                    | select /* open ?                    | 0
			FORMAT   | select %s, '%%', a %% %s            | select ?, '%', a % ?                | 2
			FORMAT   | select a ? %s                       | select a ?? ?                       | 1
			FORMAT   | like '%s' and %d                    | like '%s' and %d                    | 0
			""")
	void placeholdersAreThoseOfJdbc(Style style, String text, String sql, int count) {
		assertThat(PlaceholderReader.read(text, style, Product.POSTGRESQL))
			.isEqualTo(new SqlText(sql, List.of(), count));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			NAMED    | select :a, ':b', x::text, :_b1, a[1:2], :a  | select ?, ':b', x::text, ?, a[1:2], ? | a _b1 a
			NAMED    | select a ? :b                               | select a ?? ?                         | b
			PYFORMAT | select %(a)s, '%(b)s', 5 %% %(c d)s, %(e    | select ?, '%(b)s', 5 % ?, %(e         | a c d
			""")
	void namesAreInTheirOrder(Style style, String text, String sql, String names) {
		SqlText read = PlaceholderReader.read(text, style, Product.POSTGRESQL);
		assertThat(read.sql()).isEqualTo(sql);
		assertThat(String.join(" ", read.names())).isEqualTo(names);
		assertThat(read.count()).isEqualTo(read.names().size());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			POSTGRESQL | select /* a /* ? */ ? */ ?          | 1
			POSTGRESQL | select a$x$ + ?, b$x$ + ?           | 2
			POSTGRESQL | select a$e'\\', ?                 | 1
			H2         | select $$ ? $$, a$$?$$?             | 2
			H2         | select /* a /* ? */ ? */ ?          | 1
			MYSQL      | select /* a /* ? */ ? */ ?          | 2
			MYSQL      | select 'it\\'s', ?, 'x'           | 1
			MYSQL      | select "a\\"b", ?, "x"            | 1
			MYSQL      | select 1 # it's ?\\n, ?             | 1
			MYSQL      | select 5--?, ?                      | 2
			MYSQL      | select 5 -- ?                       | 0
			SQLITE     | select [a?], ?                      | 1
			POSTGRESQL | select a[?], ?                      | 2
			""")
	void eachDatabaseQuotesInItsWay(Product product, String text, int count) {
		assertThat(PlaceholderReader.read(text.replace("\\n", "\n"), Style.QMARK, product).count()).isEqualTo(count);
	}

	@Test
	void backtickIsAnOperatorOfPostgresql() {
		assertThat(PlaceholderReader.read("select a ` ? ` ?", Style.QMARK, Product.POSTGRESQL).count()).isEqualTo(2);
		assertThat(PlaceholderReader.read("select `a?`, ?", Style.QMARK, Product.MYSQL).count()).isEqualTo(1);
	}

	@Test
	void onlyPostgresqlHasDollarsAndQuestionMarksOfItsOwn() {
		assertThat(PlaceholderReader.read("select $$ ? $$, %s", Style.QMARK, Product.OTHER).count()).isEqualTo(1);
		assertThat(PlaceholderReader.read("select E'\\', ?", Style.QMARK, Product.H2).count()).isEqualTo(1);
		assertThat(PlaceholderReader.read("a ? %s", Style.FORMAT, Product.H2).sql()).isEqualTo("a ? ?");
	}

}
