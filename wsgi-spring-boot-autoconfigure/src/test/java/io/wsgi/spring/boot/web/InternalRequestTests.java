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

import org.junit.jupiter.api.Test;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InternalRequest} where the paths are unusual: the context path is set
 * by code, and that of the application is not ASCII.
 *
 * @author wsgi-spring-boot contributors
 */
class InternalRequestTests {

	@Test
	void internalRequestsHaveThePathsThatThoseOfClientsHave() throws IOException {
		String path = "/b\u00fcro/noted-environ?key=";
		try (WsgiServer server = WsgiServer.start(ContextPath.class, "wsgi.path=/b\u00fcro",
				"wsgi.warmup[0].path=" + path + "warm", "wsgi.health.path=" + path + "health")) {
			String base = "/site/b%C3%BCro";
			assertThat(server.get("/site/actuator/health").status()).isEqualTo(200);
			server.get(base + "/noted-environ?key=client");
			for (String key : new String[] { "warm", "health", "client" }) {
				assertThat(server.get(base + "/events?key=" + key).jsonList())
					.contains("/site/b\u00c3\u00bcro /noted-environ " + base + "/noted-environ?key=" + key);
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class ContextPath {

		@Bean
		WebServerFactoryCustomizer<TomcatServletWebServerFactory> contextPath() {
			return (factory) -> factory.setContextPath("/site");
		}

	}

}
