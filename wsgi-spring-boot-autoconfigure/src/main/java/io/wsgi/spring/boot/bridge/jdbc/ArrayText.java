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

import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import io.wsgi.spring.boot.bridge.WireText;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ObjectUtils;

/**
 * Reads arrays, as JSON.
 *
 * @author wsgi-spring-boot contributors
 */
final class ArrayText {

	private ArrayText() {
	}

	static @Nullable String read(ResultSet row, int index) throws SQLException {
		Array array = row.getArray(index);
		if (array == null) {
			return null;
		}
		boolean zoned = array.getBaseTypeName().equalsIgnoreCase("timestamptz");
		Object elements = array.getArray();
		array.free();
		return WireText.of(plain(elements, zoned));
	}

	private static @Nullable Object plain(@Nullable Object value, boolean zoned) {
		return switch (value) {
			case null -> null;
			case byte[] bytes -> bytes;
			case Object[] elements -> list(elements, zoned);
			case Timestamp time ->
				zoned ? OffsetDateTime.ofInstant(time.toInstant(), ZoneOffset.UTC) : time.toLocalDateTime();
			case Date date -> date.toLocalDate();
			case Time time -> time.toLocalTime();
			case String text -> text;
			case Number number -> number;
			case Boolean truth -> truth;
			case UUID uuid -> uuid;
			case Temporal time -> time;
			default -> value.getClass().isArray() ? list(ObjectUtils.toObjectArray(value), zoned) : value.toString();
		};
	}

	private static List<@Nullable Object> list(@Nullable Object[] elements, boolean zoned) {
		return Arrays.stream(elements).<@Nullable Object>map((element) -> plain(element, zoned)).toList();
	}

}
