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

package io.wsgi.spring.boot.bridge;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Reads values that Python has written. Numbers become {@link Integer}, {@link Long} or
 * {@link BigInteger}, whichever is the first that is large enough, or {@link Double}.
 *
 * @author wsgi-spring-boot contributors
 */
final class WireReader {

	private static final BigInteger MICROS = BigInteger.valueOf(1_000_000);

	private final JsonParser json;

	private WireReader(JsonParser json) {
		this.json = json;
	}

	/**
	 * Read a text.
	 * @param text the text
	 * @return its value
	 * @throws IllegalArgumentException if it is malformed, or nested too deep
	 */
	static @Nullable Object read(String text) {
		try (JsonParser json = Wire.JSON.createParser(ObjectReadContext.empty(), text)) {
			Object value = new WireReader(json).value(json.nextToken());
			if (json.nextToken() != null) {
				throw new IllegalArgumentException("There is more after the value");
			}
			return value;
		}
		catch (StreamConstraintsException ex) {
			throw new IllegalArgumentException("It is nested more than " + Wire.MAX_DEPTH + " times, or too long", ex);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("This is no JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	private @Nullable Object value(@Nullable JsonToken token) {
		return switch (token) {
			case START_OBJECT -> object();
			case START_ARRAY -> {
				List<@Nullable Object> array = new ArrayList<>();
				for (JsonToken next = this.json.nextToken(); next != JsonToken.END_ARRAY; next = this.json
					.nextToken()) {
					array.add(value(next));
				}
				yield array;
			}
			case VALUE_STRING -> this.json.getString();
			case VALUE_NUMBER_INT -> this.json.getNumberValue();
			case VALUE_NUMBER_FLOAT -> this.json.getDoubleValue();
			case VALUE_TRUE -> true;
			case VALUE_FALSE -> false;
			case VALUE_NULL -> null;
			case null, default -> throw new IllegalArgumentException("This is no JSON: it has ended early");
		};
	}

	private Object object() {
		Map<String, @Nullable Object> object = new LinkedHashMap<>();
		for (String name = this.json.nextName(); name != null; name = this.json.nextName()) {
			object.put(name, value(this.json.nextToken()));
		}
		return (object.get(Wire.TAG) instanceof String tag)
				? tagged(tag, Objects.requireNonNull(object.get(Wire.VALUE))) : object;
	}

	private static Object tagged(String tag, Object value) {
		return switch (tag) {
			case "bytes" -> Base64.getDecoder().decode((String) value);
			case "date" -> LocalDate.parse((String) value);
			case "datetime" ->
				DateTimeFormatter.ISO_DATE_TIME.parseBest((String) value, OffsetDateTime::from, LocalDateTime::from);
			case "decimal" -> new BigDecimal((String) value);
			case "duration" -> duration(new BigInteger(value.toString()));
			case "map" -> map((List<?>) value);
			case "time" -> DateTimeFormatter.ISO_TIME.parseBest((String) value, OffsetTime::from, LocalTime::from);
			case "uuid" -> UUID.fromString((String) value);
			default -> throw new IllegalArgumentException("There is no tag " + tag);
		};
	}

	// Those of Python can be longer than fits a long
	private static Duration duration(BigInteger microseconds) {
		BigInteger[] seconds = microseconds.divideAndRemainder(MICROS);
		return Duration.ofSeconds(seconds[0].longValueExact(), seconds[1].longValueExact() * 1000);
	}

	private static Map<@Nullable Object, @Nullable Object> map(List<?> pairs) {
		Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
		for (Object pair : pairs) {
			map.put(((List<?>) pair).get(0), ((List<?>) pair).get(1));
		}
		return map;
	}

}
