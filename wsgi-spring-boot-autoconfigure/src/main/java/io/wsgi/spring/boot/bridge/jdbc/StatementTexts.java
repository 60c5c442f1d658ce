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

package io.wsgi.spring.boot.bridge.jdbc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.wsgi.spring.boot.bridge.jdbc.PlaceholderReader.Style;

/**
 * Remembers the placeholders of the statements that were used last.
 *
 * @author wsgi-spring-boot contributors
 */
final class StatementTexts {

	private static final int CAPACITY = 512;

	// Longer ones are not likely to come again
	private static final int MAX_LENGTH = 10_000;

	private final Map<Key, SqlText> texts = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<Key, SqlText> eldest) {
			return size() > CAPACITY;
		}

	});

	SqlText get(String sql, Style style, Product product) {
		if (sql.length() > MAX_LENGTH) {
			return PlaceholderReader.read(sql, style, product);
		}
		return this.texts.computeIfAbsent(new Key(sql, style, product),
				(key) -> PlaceholderReader.read(sql, style, product));
	}

	private record Key(String sql, Style style, Product product) {

	}

}
