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

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.wsgi.spring.boot.bridge.PythonEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

/**
 * A Spring application with beans for Python.
 *
 * @author wsgi-spring-boot contributors
 */
@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement(proxyTargetClass = true)
class BridgedApplication {

	@Bean
	Echo echo() {
		return new Echo();
	}

	@Bean
	Shop shop() {
		return new Shop();
	}

	@Bean
	Gate gate() {
		return new Gate();
	}

	@Bean
	Secret secret() {
		return new Secret();
	}

	@Bean
	Events events() {
		return new Events();
	}

	@Bean
	CacheManager cacheManager() {
		return new ConcurrentMapCacheManager("prices");
	}

	@Bean
	DataSource dataSource() {
		return new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).generateUniqueName(true).build();
	}

	@Bean
	PlatformTransactionManager transactionManager(DataSource dataSource) {
		return new JdbcTransactionManager(dataSource);
	}

	@Bean
	Ledger ledger(DataSource dataSource, ApplicationEventPublisher events) {
		return new Ledger(new JdbcTemplate(dataSource), events);
	}

	/**
	 * Returns what it is given, and tells what that is.
	 */
	public static class Echo {

		public @Nullable Object same(@Nullable Object value) {
			return value;
		}

		public float single(float value) {
			return value;
		}

		public String describe(long value) {
			return "long " + value;
		}

		public String describe(double value) {
			return "double " + value;
		}

		public String describe(String value) {
			return "String " + value;
		}

		public String describe(Size value) {
			return "Size " + value;
		}

		public String describe(List<Integer> value) {
			return "List " + value;
		}

		public String describe(Map<String, Long> value) {
			return "Map " + value;
		}

		public String describe(String value, int count) {
			return value.repeat(count);
		}

		public String exact(int number, BigDecimal decimal, LocalDate date, Instant instant, byte[] bytes,
				Set<Size> sizes, long[] longs, Optional<String> text) {
			return number + " " + decimal + " " + date + " " + instant + " " + bytes.length + " " + sizes + " "
					+ longs.length + " " + text;
		}

		public boolean flag(boolean flag) {
			return flag;
		}

		public String either(Integer first, Object second) {
			return "first";
		}

		public String either(Object first, Integer second) {
			return "second";
		}

		public Object strange() {
			return new Thread();
		}

	}

	/**
	 * What Python orders from.
	 */
	public static class Shop {

		public Order enlarge(Order order) {
			return new Order(order.number(), Size.LARGE, order.lines(), order.note());
		}

		public int totalAmount(List<Order> orders) {
			return orders.stream().flatMap((order) -> order.lines().stream()).mapToInt(Line::amount).sum();
		}

		public Map<Integer, Line> linesByNumber(Order order) {
			return Map.of(order.number(), order.lines().get(0));
		}

		public void sellOut(String article) {
			throw new SoldOutException(article, new IllegalStateException("The shelf is empty"));
		}

	}

	enum Size {

		SMALL, LARGE

	}

	record Line(String articleName, int amount) {

	}

	record Order(int number, Size size, List<Line> lines, Optional<String> note) {

	}

	static class SoldOutException extends RuntimeException {

		SoldOutException(String message, Throwable cause) {
			super(message, cause);
		}

	}

	/**
	 * Lets some wait for others.
	 */
	public static class Gate {

		private final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch opened = new CountDownLatch(1);

		public boolean awaitOpening() throws InterruptedException {
			this.entered.countDown();
			return this.opened.await(60, TimeUnit.SECONDS);
		}

		public boolean open() throws InterruptedException {
			boolean waited = this.entered.await(60, TimeUnit.SECONDS);
			this.opened.countDown();
			return waited;
		}

	}

	public static class Secret {

		public String tell() {
			return "secret";
		}

	}

	/**
	 * Listens.
	 */
	static class Events {

		final Queue<PythonEvent> heard = new ConcurrentLinkedQueue<>();

		@EventListener
		void hear(PythonEvent event) {
			if (event.name().equals("unwanted")) {
				throw new IllegalArgumentException("Nobody wants it");
			}
			this.heard.add(event);
		}

	}

	/**
	 * An event.
	 *
	 * @param articleName the name
	 * @param amount how many there are more
	 */
	public record Restocked(String articleName, int amount) {

	}

	/**
	 * What is in the database.
	 */
	public static class Ledger {

		private final JdbcTemplate jdbc;

		private final ApplicationEventPublisher events;

		Ledger(JdbcTemplate jdbc, ApplicationEventPublisher events) {
			this.jdbc = jdbc;
			this.events = events;
			this.jdbc.execute("create table entries (name varchar(100))");
		}

		public void add(String name) {
			this.jdbc.update("insert into entries values (?)", name);
		}

		public void tell(String name, int amount) {
			this.events.publishEvent(new Restocked(name, amount));
		}

		@Transactional
		public void addAndTell(String name, int amount) {
			tell(name, amount);
			add(name);
			if (amount == 0) {
				throw new IllegalArgumentException(name);
			}
		}

		@Transactional
		public void addInvalid(String name) {
			add(name);
			throw new IllegalArgumentException(name);
		}

		public int count(String name) {
			Integer count = this.jdbc.queryForObject("select count(*) from entries where name = ?", Integer.class,
					name);
			return (count != null) ? count : 0;
		}

		public long session() {
			Long session = this.jdbc.queryForObject("select session_id()", Long.class);
			return (session != null) ? session : -1;
		}

	}

}
