package com.example;

import io.wsgi.spring.boot.test.WsgiTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@WsgiTest
class HelloTests {

	@Autowired
	private MockMvcTester wsgi;

	@Test
	void flaskSaysHello() {
		assertThat(this.wsgi.get().uri("/")).hasStatusOk().bodyText().startsWith("Hello from ");
	}

	@Test
	void nothingElseIsThere() {
		assertThat(this.wsgi.get().uri("/nothing")).hasStatus(404);
	}

}
