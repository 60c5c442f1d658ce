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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.util.ObjectUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Values of Java as JSON, and back. An object with the name {@code $} stands for what
 * JSON has no notation for.
 *
 * @author wsgi-spring-boot contributors
 */
final class WireValues {

	private static final String TAG = "$";

	private static final String VALUE = "v";

	private WireValues() {
	}

	/**
	 * Return a value as something that JSON has a notation for.
	 * @param value the value
	 * @return what {@link JsonText} takes
	 * @throws Refusal if the value is something that Python has no value for
	 */
	static @Nullable Object encode(@Nullable Object value) {
		return switch (value) {
			case null -> null;
			case String string -> string;
			case Boolean truth -> truth;
			case BigDecimal decimal -> tagged("decimal", decimal.toString());
			case Number number -> number;
			case byte[] bytes -> tagged("bytes", Base64.getEncoder().encodeToString(bytes));
			case UUID uuid -> tagged("uuid", uuid.toString());
			case Enum<?> constant -> constant.name();
			case Optional<?> optional -> encode(optional.orElse(null));
			case Map<?, ?> map -> encode(map);
			case Collection<?> collection -> encode(collection);
			case Object[] array -> encode(Arrays.asList(array));
			case Record record -> encode(record);
			default -> encodeOther(value);
		};
	}

	private static Object encodeOther(Object value) {
		Object time = encodeTime(value);
		if (time != null) {
			return time;
		}
		if (value.getClass().isArray()) {
			return encode(Arrays.asList(ObjectUtils.toObjectArray(value)));
		}
		if (BeanUtils.isSimpleValueType(value.getClass())) {
			return value.toString();
		}
		throw new Refusal(Refusal.Kind.TYPE, value.getClass().getName()
				+ " has no value in Python: let the method return a record, or something that is listed");
	}

	private static @Nullable Object encodeTime(Object value) {
		return switch (value) {
			case LocalDate date -> tagged("date", date.toString());
			case LocalDateTime time ->
				tagged("datetime", time.truncatedTo(ChronoUnit.MICROS).format(DateTimeFormatter.ISO_LOCAL_DATE_TIME));
			case OffsetDateTime time ->
				tagged("datetime", time.truncatedTo(ChronoUnit.MICROS).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
			case ZonedDateTime time -> encodeTime(time.toOffsetDateTime());
			case Instant instant -> encodeTime(instant.atOffset(ZoneOffset.UTC));
			case Date date -> encodeTime(Instant.ofEpochMilli(date.getTime()));
			case LocalTime time ->
				tagged("time", time.truncatedTo(ChronoUnit.MICROS).format(DateTimeFormatter.ISO_LOCAL_TIME));
			case OffsetTime time ->
				tagged("time", time.truncatedTo(ChronoUnit.MICROS).format(DateTimeFormatter.ISO_OFFSET_TIME));
			case Duration duration -> tagged("duration",
					Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000), duration.getNano() / 1000));
			default -> null;
		};
	}

	private static Map<String, Object> tagged(String tag, Object value) {
		return Map.of(TAG, tag, VALUE, value);
	}

	private static Object encode(Map<?, ?> map) {
		Map<String, @Nullable Object> encoded = new LinkedHashMap<>();
		boolean plain = true;
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			plain &= entry.getKey() instanceof String name && !name.equals(TAG);
			if (plain) {
				encoded.put((String) entry.getKey(), encode(entry.getValue()));
			}
		}
		return plain ? encoded
				: tagged("map",
						map.entrySet()
							.stream()
							.map((entry) -> Arrays.asList(encode(entry.getKey()), encode(entry.getValue())))
							.toList());
	}

	private static List<@Nullable Object> encode(Collection<?> collection) {
		List<@Nullable Object> encoded = new ArrayList<>(collection.size());
		collection.forEach((element) -> encoded.add(encode(element)));
		return encoded;
	}

	private static Map<String, @Nullable Object> encode(Record record) {
		Map<String, @Nullable Object> encoded = new LinkedHashMap<>();
		for (RecordComponent component : record.getClass().getRecordComponents()) {
			encoded.put(SnakeCase.of(component.getName()), encode(read(component, record)));
		}
		return encoded;
	}

	private static @Nullable Object read(RecordComponent component, Record record) {
		try {
			ReflectionUtils.makeAccessible(component.getAccessor());
			return component.getAccessor().invoke(record);
		}
		catch (InvocationTargetException | IllegalAccessException ex) {
			throw new IllegalStateException("The component " + component + " cannot be read", ex);
		}
	}

	/**
	 * Return what an object of JSON stands for.
	 * @param object the object
	 * @return a map, or what it has a tag for
	 */
	static Object decode(Map<String, @Nullable Object> object) {
		return (object.get(TAG) instanceof String tag) ? decode(tag, Objects.requireNonNull(object.get(VALUE)))
				: object;
	}

	private static Object decode(String tag, Object value) {
		return switch (tag) {
			case "bytes" -> Base64.getDecoder().decode((String) value);
			case "date" -> LocalDate.parse((String) value);
			case "datetime" ->
				DateTimeFormatter.ISO_DATE_TIME.parseBest((String) value, OffsetDateTime::from, LocalDateTime::from);
			case "decimal" -> new BigDecimal((String) value);
			case "duration" -> Duration.of(((Number) value).longValue(), ChronoUnit.MICROS);
			case "map" -> map((List<?>) value);
			case "time" -> DateTimeFormatter.ISO_TIME.parseBest((String) value, OffsetTime::from, LocalTime::from);
			case "uuid" -> UUID.fromString((String) value);
			default -> throw new IllegalArgumentException("There is no tag " + tag);
		};
	}

	private static Map<@Nullable Object, @Nullable Object> map(List<?> pairs) {
		Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
		for (Object pair : pairs) {
			map.put(((List<?>) pair).get(0), ((List<?>) pair).get(1));
		}
		return map;
	}

}
