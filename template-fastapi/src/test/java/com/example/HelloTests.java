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
	void anItemHasANumber() {
		assertThat(this.wsgi.get().uri("/items/7")).hasStatusOk().bodyJson().extractingPath("$.number").isEqualTo(7);
	}

	@Test
	void whatIsNoNumberIsRefused() {
		assertThat(this.wsgi.get().uri("/items/seven")).hasStatus(422);
	}

}
