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

package io.wsgi.sample.shop;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The orders, for Python, which calls these methods in a transaction of its own.
 *
 * @author wsgi-spring-boot contributors
 */
@Service("orders")
@Transactional
public class Orders {

	private final JdbcClient jdbc;

	private final Pricing pricing;

	private final ApplicationEventPublisher events;

	Orders(JdbcClient jdbc, Pricing pricing, ApplicationEventPublisher events) {
		this.jdbc = jdbc;
		this.pricing = pricing;
		this.events = events;
	}

	/**
	 * Insert an order, for the price that a function of Python tells.
	 * @param customer who places it
	 * @param article the name of the article
	 * @param amount how many of them
	 * @return the order
	 */
	public Order place(String customer, String article, int amount) {
		BigDecimal total = this.pricing.quote(article, amount).total();
		KeyHolder key = new GeneratedKeyHolder();
		this.jdbc.sql("insert into orders (customer, article, amount, total) values (?, ?, ?, ?)")
			.params(customer, article, amount, total)
			.update(key, "number");
		Order order = new Order(Objects.requireNonNull(key.getKey()).intValue(), customer, article, amount, total);
		this.events.publishEvent(new OrderPlaced(order));
		return order;
	}

	/**
	 * See whether a customer may owe that much. Another order of the customer waits for
	 * the end of this transaction meanwhile: the two would not see each other.
	 * @param customer the customer
	 * @return what is left of the credit
	 * @throws CreditExceededException if it is exceeded
	 */
	public BigDecimal charge(String customer) {
		BigDecimal credit = this.jdbc.sql("select credit from customers where name = ? for update")
			.param(customer)
			.query(BigDecimal.class)
			.single();
		BigDecimal owed = this.jdbc.sql("select coalesce(sum(total), 0) from orders where customer = ?")
			.param(customer)
			.query(BigDecimal.class)
			.single();
		if (owed.compareTo(credit) > 0) {
			throw new CreditExceededException(
					"%s would owe %s, and has credit for %s".formatted(customer, owed, credit));
		}
		return credit.subtract(owed);
	}

	/**
	 * Return the orders of a customer.
	 * @param customer the customer
	 * @return the orders, the last one first
	 */
	@Transactional(readOnly = true)
	public List<Order> placedBy(String customer) {
		return this.jdbc
			.sql("select number, customer, article, amount, total from orders where customer = ? order by number desc")
			.param(customer)
			.query((row, number) -> new Order(row.getInt(1), row.getString(2), row.getString(3), row.getInt(4),
					row.getBigDecimal(5)))
			.list();
	}

}
