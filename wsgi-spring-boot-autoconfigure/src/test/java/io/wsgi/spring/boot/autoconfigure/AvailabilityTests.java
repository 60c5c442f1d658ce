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

package io.wsgi.spring.boot.autoconfigure;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerFailure;
import io.wsgi.worker.WorkerPools;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the probes of Kubernetes see when workers cannot serve.
 *
 * @author wsgi-spring-boot contributors
 */
class AvailabilityTests {

	private static final String READINESS = "/actuator/health/readiness";

	private static final String LIVENESS = "/actuator/health/liveness";

	@TempDir
	private Path directory;

	@Test
	void readinessRefusesWhileNoWorkerServes() throws Exception {
		Path broken = this.directory.resolve("broken");
		try (OperatedServer server = start("mortal:app", "working", "wsgi.env.BROKEN=" + broken)) {
			assertThat(status(server, READINESS)).isEqualTo(200);
			Files.createFile(broken);
			server.bean(WorkerPools.class).forEach(WorkerFailure::of);
			awaitStatus(server, READINESS, 503);
			awaitStatus(server, "/actuator/health", 503);
			assertThat(status(server, LIVENESS)).isEqualTo(200);
			Files.delete(broken);
			awaitStatus(server, READINESS, 200);
			assertThat(server.get("/")).isEqualTo("alive");
			assertThat(status(server, "/actuator/health")).isEqualTo(200);
		}
	}

	private OperatedServer start(String application, String sources, String... properties) {
		String[] all = new String[properties.length + 4];
		all[0] = "wsgi.app=" + application;
		all[1] = "wsgi.python-path=" + TestPython.sources(sources);
		all[2] = "management.endpoint.health.probes.enabled=true";
		all[3] = "wsgi.graceful-timeout=1s";
		System.arraycopy(properties, 0, all, 4, properties.length);
		return new OperatedServer(App.class, all);
	}

	private void awaitStatus(OperatedServer server, String path, int status) {
		Awaitility.await().until(() -> status(server, path) == status);
	}

	private int status(OperatedServer server, String path) throws Exception {
		HttpResponse<Void> response = server.client().send(server.request(path).build(), BodyHandlers.discarding());
		return response.statusCode();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
