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

import java.util.Map;
import java.util.Objects;

import io.wsgi.spring.boot.bridge.PythonEvent;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Orders more when Python publishes that there is little left, in the transaction in
 * which it does.
 *
 * @author wsgi-spring-boot contributors
 */
@Component
class Purchasing {

	private static final int AMOUNT = 50;

	private final JdbcClient jdbc;

	Purchasing(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@EventListener(condition = "#event.name() == 'stock.low'")
	void reorder(PythonEvent event) {
		Map<?, ?> stock = (Map<?, ?>) Objects.requireNonNull(event.payload());
		this.jdbc.sql("insert into reorders (article, amount) values (?, ?)")
			.param(stock.get("article"))
			.param(AMOUNT)
			.update();
	}

}
