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

import java.time.Duration;
import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * A Spring application with a pool of two connections.
 *
 * @author wsgi-spring-boot contributors
 */
@Configuration(proxyBeanMethods = false)
class PooledApplication {

	static final int POOL_SIZE = 2;

	@Bean
	@Primary
	HikariDataSource dataSource() {
		return pool("h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", POOL_SIZE, Duration.ofMillis(500));
	}

	@Bean
	HikariDataSource patient() {
		return pool("h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", 1, Duration.ofMinutes(10));
	}

	@Bean
	HikariDataSource sqlite() {
		return pool("sqlite:file:" + UUID.randomUUID() + "?mode=memory&cache=shared", 1, Duration.ofSeconds(5));
	}

	private static HikariDataSource pool(String url, int size, Duration patience) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:" + url);
		config.setMaximumPoolSize(size);
		config.setConnectionTimeout(patience.toMillis());
		return new HikariDataSource(config);
	}

	@Bean
	@Primary
	PlatformTransactionManager transactionManager(DataSource dataSource) {
		return new JdbcTransactionManager(dataSource);
	}

	@Bean
	PlatformTransactionManager sqliteTransactionManager(@Qualifier("sqlite") DataSource dataSource) {
		return new JdbcTransactionManager(dataSource);
	}

	@Bean
	Shelf shelf(DataSource dataSource) {
		return new Shelf(new JdbcTemplate(dataSource));
	}

	/**
	 * What Java has in the database, too.
	 */
	public static class Shelf {

		private final JdbcTemplate jdbc;

		Shelf(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
			this.jdbc
				.execute("create table books (id identity, title varchar(20) not null unique, price decimal(8, 2))");
		}

		public void add(String title) {
			this.jdbc.update("insert into books (title) values (?)", title);
		}

		public int count(String title) {
			Integer count = this.jdbc.queryForObject("select count(*) from books where title = ?", Integer.class,
					title);
			return (count != null) ? count : 0;
		}

		public long session() {
			Long session = this.jdbc.queryForObject("select session_id()", Long.class);
			return (session != null) ? session : -1;
		}

	}

}
