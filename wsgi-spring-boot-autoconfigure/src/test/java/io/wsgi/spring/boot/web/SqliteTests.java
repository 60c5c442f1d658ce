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

import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for frameworks on SQLite.
 *
 * @author wsgi-spring-boot contributors
 */
@Tag("native-modules")
class SqliteTests extends AbstractDatabaseTests {

	@Override
	String createDatabase(Path directory) {
		return "sqlite:" + directory.resolve("shop.sqlite3");
	}

	@Override
	String forSqlAlchemy(String database) {
		return database.replace("sqlite:", "sqlite:///").replace("shop", "library");
	}

	@Test
	void onlySqliteIsNative() throws Exception {
		assertThat(server().get("/actuator/health").body())
			.containsPattern("\"nativeModules\":\\[\"_sqlite3 <- [^\"]*\"]");
	}

}
