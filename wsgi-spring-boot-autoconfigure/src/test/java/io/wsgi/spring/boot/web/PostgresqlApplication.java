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

import java.net.URI;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.StringUtils;

/**
 * A Spring application with a pool for the PostgreSQL of the tests.
 *
 * @author wsgi-spring-boot contributors
 */
@Configuration(proxyBeanMethods = false)
class PostgresqlApplication {

	@Bean
	HikariDataSource dataSource() {
		URI url = URI.create(System.getProperty("test.postgresql.url"));
		String[] user = StringUtils.delimitedListToStringArray(url.getUserInfo(), ":");
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath());
		config.setUsername(user[0]);
		config.setPassword((user.length > 1) ? user[1] : "");
		config.setConnectionInitSql("set time zone 'UTC'");
		config.setMaximumPoolSize(2);
		return new HikariDataSource(config);
	}

	@Bean
	PlatformTransactionManager transactionManager(DataSource dataSource) {
		return new JdbcTransactionManager(dataSource);
	}

	@Bean
	Counter counter(DataSource dataSource) {
		return new Counter(new JdbcTemplate(dataSource));
	}

	/**
	 * Counts what is in the database.
	 */
	public static class Counter {

		private final JdbcTemplate jdbc;

		Counter(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		public @Nullable Integer count(String sql) {
			return this.jdbc.queryForObject(sql, Integer.class);
		}

	}

}
