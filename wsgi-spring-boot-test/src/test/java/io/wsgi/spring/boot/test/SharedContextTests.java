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

package io.wsgi.spring.boot.test;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests that test classes share one start of Python, and no answers of mocks.
 *
 * @author wsgi-spring-boot contributors
 */
@GreetingTest
class SharedContextTests {

	@Autowired
	private MockMvcTester wsgi;

	@Autowired
	private GreetingApplication.People people;

	@Test
	void contextIsThatOfTheOtherClass(@Autowired ApplicationContext context) {
		if (WsgiTestTests.seen != null) {
			assertThat(context).isSameAs(WsgiTestTests.seen);
		}
		assertThat(this.wsgi.get().uri("/greeting?id=7")).bodyJson()
			.extractingPath("$.greeting")
			.isEqualTo("Hello, None!");
		given(this.people.nameOf(7)).willReturn("Grace");
		assertThat(this.wsgi.get().uri("/greeting?id=7")).bodyJson()
			.extractingPath("$.greeting")
			.isEqualTo("Hello, Grace!");
	}

}
