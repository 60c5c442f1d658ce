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

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for frameworks on PostgreSQL: Django with psycopg, SQLAlchemy with pg8000. They
 * need an empty database, whose URL is in the system property
 * {@code test.postgresql.url}, and run in the Maven profile {@code postgresql} only.
 *
 * @author wsgi-spring-boot contributors
 */
@Tag("postgresql")
class PostgresqlTests extends AbstractDatabaseTests {

	private static final int THREADS = 4;

	@Override
	String createDatabase(Path directory) {
		String url = System.getProperty("test.postgresql.url");
		assertThat(url).as("system property test.postgresql.url").startsWith("postgresql://");
		return url;
	}

	@Override
	String forSqlAlchemy(String database) {
		return database.replace("postgresql://", "postgresql+pg8000://");
	}

	@Test
	void driversAreInPurePythonButForDjangos() throws Exception {
		assertThat(server().get("/actuator/health").body())
			.containsPattern("\"nativeModules\":\\[\"psycopg2._psycopg <- [^\"]*\"]");
	}

	@Test
	void thereAreNoMoreConnectionsThanThreads() throws Exception {
		List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
		for (int i = 0; i < 6 * THREADS; i++) {
			responses.add(browser().sendAsync("/connection?sleep=0.1"));
		}
		Map<Object, Object> connections = new HashMap<>();
		for (CompletableFuture<HttpResponse<String>> response : responses) {
			Map<String, Object> answer = json(response.join());
			Object previous = connections.putIfAbsent(answer.get("thread"), answer.get("server"));
			assertThat(previous).isIn(null, answer.get("server"));
		}
		assertThat(connections.values()).doesNotHaveDuplicates().hasSizeBetween(2, THREADS);
	}

	@Test
	void poolOfSqlAlchemyHasGotItsConnectionsBack() throws Exception {
		assertThat(browser().get("/library/counts").statusCode()).isEqualTo(200);
		assertThat(json(browser().get("/library/pool"))).containsEntry("in use", 0).doesNotContainEntry("idle", 0);
	}

}
