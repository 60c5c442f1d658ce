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

import java.net.URI;

import org.junit.jupiter.api.Tag;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.StringUtils;

/**
 * The same tests on PostgreSQL, in the Maven profile {@code postgresql}, with the URL of
 * a database whose tables may be dropped in the system property
 * {@code test.postgresql.url}.
 *
 * @author wsgi-spring-boot contributors
 */
@Tag("postgresql")
class ShopApplicationPostgresqlTests extends ShopApplicationTests {

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		URI url = URI.create(System.getProperty("test.postgresql.url"));
		String[] user = StringUtils.delimitedListToStringArray(url.getUserInfo(), ":");
		registry.add("spring.datasource.url",
				() -> "jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath());
		registry.add("spring.datasource.username", () -> user[0]);
		registry.add("spring.datasource.password", () -> (user.length > 1) ? user[1] : "");
		registry.add("spring.sql.init.schema-locations", () -> "classpath:drop.sql,classpath:schema.sql");
	}

	@Override
	String blockedSessions() {
		return "select count(*) from pg_locks where not granted";
	}

}
