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

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Set;

import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.SpringServletContainerInitializer;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application in a Tomcat that was there before it, as a WAR file is.
 *
 * @author wsgi-spring-boot contributors
 */
class ForeignTomcatTests {

	@TempDir
	private static Path directory;

	private static Tomcat tomcat;

	@BeforeAll
	static void startTomcat() throws LifecycleException {
		tomcat = new Tomcat();
		tomcat.setBaseDir(directory.toString());
		tomcat.setPort(0);
		tomcat.getConnector().setProperty("relaxedQueryChars", "[]");
		Context context = tomcat.addContext("/war", null);
		context.addServletContainerInitializer(new SpringServletContainerInitializer(), Set.of(WarApplication.class));
		tomcat.start();
	}

	@AfterAll
	static void stopTomcat() throws LifecycleException {
		tomcat.stop();
		tomcat.destroy();
	}

	@Test
	void applicationIsServed() throws IOException {
		RawResponse response = send(Scenario.respond("[b'body']"));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("body");
	}

	@Test
	void responseThatCannotBeCompletedDoesNotEndCleanly() throws IOException {
		RawResponse response = send(Scenario.respond("steps(b'first', ValueError('late'))"));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("first");
		assertThat(response.complete()).isFalse();
	}

	@Test
	void shortResponseDoesNotEndCleanly() throws IOException {
		RawResponse response = send(Scenario.respond("generator(b'short')").headers("[('Content-Length', '100')]"));
		assertThat(response.body()).isEqualTo("short");
		assertThat(response.complete()).isFalse();
	}

	private RawResponse send(Scenario scenario) throws IOException {
		try (RawConnection connection = new RawConnection(new Socket(), tomcat.getConnector().getLocalPort(), 0)) {
			connection.sendHead("GET /war" + scenario.target() + " HTTP/1.1");
			return connection.receive();
		}
	}

	/**
	 * Starts the Spring application in the servlet container.
	 */
	public static class WarApplication extends SpringBootServletInitializer {

		@Override
		protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
			return builder.sources(TestApplication.class)
				.properties("spring.main.banner-mode=off", "wsgi.app=dispatcher:application",
						"wsgi.python-path=" + WsgiServer.APPLICATIONS,
						"wsgi.virtual-env=" + System.getProperty("test.python.packages"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TestApplication {

		@Bean
		CatchAll catchAll() {
			return new CatchAll();
		}

	}

	/**
	 * Answers whatever goes wrong.
	 */
	@ControllerAdvice
	static class CatchAll {

		@ExceptionHandler(Exception.class)
		ResponseEntity<String> handle(Exception ex) {
			return ResponseEntity.internalServerError().body("handled");
		}

	}

}
