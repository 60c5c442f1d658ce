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

import io.wsgi.spring.boot.client.PythonClient;

/**
 * What things cost: the functions of {@code shop/pricing.py}.
 *
 * @author wsgi-spring-boot contributors
 */
@PythonClient(module = "shop.pricing")
interface Pricing {

	Quote quote(String article, int amount);

	/**
	 * A price.
	 *
	 * @param article the name of the article
	 * @param amount how many of them
	 * @param discount how many percent are taken off
	 * @param total what they cost together
	 */
	record Quote(String article, int amount, int discount, BigDecimal total) {

	}

}
