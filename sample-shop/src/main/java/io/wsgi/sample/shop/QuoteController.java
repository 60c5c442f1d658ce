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

import io.wsgi.spring.boot.client.PythonException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A controller of Spring that has Python compute what it answers.
 *
 * @author wsgi-spring-boot contributors
 */
@RestController
class QuoteController {

	private final Pricing pricing;

	QuoteController(Pricing pricing) {
		this.pricing = pricing;
	}

	@GetMapping("/quotes/{article}")
	Pricing.Quote quote(@PathVariable String article, @RequestParam(defaultValue = "1") int amount) {
		return this.pricing.quote(article, amount);
	}

	@ExceptionHandler
	ProblemDetail refuse(PythonException failure) {
		if (failure.isA("LookupError")) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, failure.getPythonMessage());
		}
		if (failure.isA("ValueError")) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, failure.getPythonMessage());
		}
		throw failure;
	}

}
