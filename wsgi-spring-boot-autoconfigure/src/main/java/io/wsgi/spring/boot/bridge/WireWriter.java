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

import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
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
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.StreamConstraintsException;

import org.springframework.beans.BeanUtils;
import org.springframework.util.ObjectUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Writes values of Java for Python.
 *
 * @author wsgi-spring-boot contributors
 */
final class WireWriter {

	private static final BigInteger MICROS = BigInteger.valueOf(1_000_000);

	private final JsonGenerator json;

	private WireWriter(JsonGenerator json) {
		this.json = json;
	}

	/**
	 * Write a value.
	 * @param value the value
	 * @return the text
	 * @throws Refusal if Python has no value for something in it
	 */
	static String write(@Nullable Object value) {
		StringWriter text = new StringWriter();
		try (JsonGenerator json = Wire.JSON.createGenerator(ObjectWriteContext.empty(), text)) {
			new WireWriter(json).add(value);
		}
		catch (StreamConstraintsException ex) {
			throw new Refusal(Refusal.Kind.TYPE,
					"The value is nested more than " + Wire.MAX_DEPTH + " times, or contains itself");
		}
		return text.toString();
	}

	private void add(@Nullable Object value) {
		switch (value) {
			case null -> this.json.writeNull();
			case String string -> this.json.writeString(string);
			case Boolean truth -> this.json.writeBoolean(truth);
			case Number number -> addNumber(number);
			case Enum<?> constant -> this.json.writeString(constant.name());
			case Optional<?> optional -> add(optional.orElse(null));
			case Map<?, ?> map -> addMap(map);
			case Collection<?> collection -> addAll(collection);
			case byte[] bytes -> addTagged("bytes", Base64.getEncoder().encodeToString(bytes));
			case Object[] array -> addAll(Arrays.asList(array));
			case Record record -> addRecord(record);
			case UUID uuid -> addTagged("uuid", uuid.toString());
			case Temporal time -> addTime(time);
			case Date date -> addTime(Instant.ofEpochMilli(date.getTime()));
			case Duration duration -> addDuration(duration);
			default -> addOther(value);
		}
	}

	private void addNumber(Number number) {
		switch (number) {
			case Double real -> this.json.writeNumber(real);
			case Float real -> this.json.writeNumber(real);
			case BigInteger integer -> this.json.writeNumber(integer);
			case BigDecimal decimal -> addTagged("decimal", decimal.toString());
			// Also what counts, such as AtomicInteger
			default -> {
				if (number.doubleValue() % 1 != 0) {
					throw refusal(number);
				}
				this.json.writeNumber(number.longValue());
			}
		}
	}

	private void addOther(Object value) {
		if (value.getClass().isArray()) {
			addAll(Arrays.asList(ObjectUtils.toObjectArray(value)));
		}
		else if (BeanUtils.isSimpleValueType(value.getClass())) {
			this.json.writeString(value.toString());
		}
		else {
			throw refusal(value);
		}
	}

	private static Refusal refusal(Object value) {
		return new Refusal(Refusal.Kind.TYPE, value.getClass().getName()
				+ " has no value in Python: let the method return a record, or something that is listed");
	}

	private void addTime(Temporal temporal) {
		switch (temporal) {
			case LocalDate date -> addTagged("date", date.toString());
			case LocalDateTime time -> addTagged("datetime",
					time.truncatedTo(ChronoUnit.MICROS).format(DateTimeFormatter.ISO_LOCAL_DATE_TIME));
			case OffsetDateTime time -> addTagged("datetime",
					time.truncatedTo(ChronoUnit.MICROS).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
			case ZonedDateTime time -> addTime(time.toOffsetDateTime());
			case Instant instant -> addTime(instant.atOffset(ZoneOffset.UTC));
			case LocalTime time ->
				addTagged("time", time.truncatedTo(ChronoUnit.MICROS).format(DateTimeFormatter.ISO_LOCAL_TIME));
			case OffsetTime time ->
				addTagged("time", time.truncatedTo(ChronoUnit.MICROS).format(DateTimeFormatter.ISO_OFFSET_TIME));
			default -> this.json.writeString(temporal.toString());
		}
	}

	// Those of Java can be longer than fits a long
	private void addDuration(Duration duration) {
		addTagged("duration",
				BigInteger.valueOf(duration.getSeconds())
					.multiply(MICROS)
					.add(BigInteger.valueOf(duration.getNano() / 1000)));
	}

	private void addTagged(String tag, Object value) {
		this.json.writeStartObject();
		this.json.writeName(Wire.TAG);
		this.json.writeString(tag);
		this.json.writeName(Wire.VALUE);
		add(value);
		this.json.writeEndObject();
	}

	private void addMap(Map<?, ?> map) {
		if (!map.keySet().stream().allMatch((key) -> key instanceof String name && !name.equals(Wire.TAG))) {
			addTagged("map",
					map.entrySet().stream().map((entry) -> Arrays.asList(entry.getKey(), entry.getValue())).toList());
			return;
		}
		this.json.writeStartObject();
		map.forEach((name, value) -> addNamed((String) name, value));
		this.json.writeEndObject();
	}

	private void addAll(Collection<?> collection) {
		this.json.writeStartArray();
		collection.forEach(this::add);
		this.json.writeEndArray();
	}

	private void addRecord(Record record) {
		this.json.writeStartObject();
		for (RecordComponent component : record.getClass().getRecordComponents()) {
			addNamed(SnakeCase.of(component.getName()), read(component, record));
		}
		this.json.writeEndObject();
	}

	private void addNamed(String name, @Nullable Object value) {
		this.json.writeName(name);
		add(value);
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

}
