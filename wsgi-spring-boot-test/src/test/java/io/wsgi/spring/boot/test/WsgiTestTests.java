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

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * Tests for {@link WsgiTest}.
 *
 * @author wsgi-spring-boot contributors
 */
@GreetingTest
class WsgiTestTests {

	static ApplicationContext seen;

	@Autowired
	private MockMvcTester wsgi;

	@Autowired
	private GreetingApplication.People people;

	@Autowired
	void see(ApplicationContext context) {
		seen = context;
	}

	@Test
	void pythonCallsTheMock() {
		given(this.people.nameOf(7)).willReturn("Ada");
		assertThat(this.wsgi.get().uri("/greeting?id=7")).hasStatusOk()
			.hasHeader("X-Starts", "1")
			.hasContentType(MediaType.APPLICATION_JSON)
			.bodyJson()
			.extractingPath("$.greeting")
			.isEqualTo("Hello, Ada!");
		then(this.people).should().nameOf(7);
	}

	@Test
	void bodyGoesThereAndBack() {
		assertThat(this.wsgi.post().uri("/echo").contentType(MediaType.TEXT_PLAIN).content("h\u00e9llo"))
			.hasStatus(HttpStatus.CREATED)
			.hasContentTypeCompatibleWith(MediaType.TEXT_PLAIN)
			.body()
			.isEqualTo("h\u00e9llo".getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void exceptionIsAServerError() {
		assertThat(this.wsgi.get().uri("/fail")).hasStatus(HttpStatus.INTERNAL_SERVER_ERROR);
		assertThat(this.wsgi.get().uri("/nothing")).hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	void propertiesOfTheTestAreThere() {
		assertThat(this.wsgi.get().uri("/profile")).bodyJson().isStrictlyEqualTo("{\"profile\": \"test\"}");
	}

	@Test
	void nothingElseIsThere(@Autowired ApplicationContext context) {
		assertThat(context.getBeansOfType(GreetingApplication.DatabasePeople.class)).isEmpty();
		assertThat(context.containsBean("tomcatServletWebServerFactory")).isFalse();
	}

}
