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

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Makes of what Python gives what a parameter wants, and tells how far it had to go for
 * that: the nearest of several methods is called. Not thread-safe.
 *
 * @author wsgi-spring-boot contributors
 */
final class Conversion {

	private static final int ANYTHING = 9;

	private final ConversionService conversions = DefaultConversionService.getSharedInstance();

	private final boolean lenient;

	private int distance;

	Conversion() {
		this(false);
	}

	private Conversion(boolean lenient) {
		this.lenient = lenient;
	}

	/**
	 * Return a conversion that leaves out what a record has no component for.
	 * @return the conversion
	 */
	static Conversion lenient() {
		return new Conversion(true);
	}

	/**
	 * Return how far it was to what has been made so far.
	 * @return the distance: 0 for what needed no change
	 */
	int distance() {
		return this.distance;
	}

	/**
	 * Convert a value.
	 * @param value what Python gives, as {@link WireReader} reads it
	 * @param type the type to convert it to
	 * @return the value of that type
	 * @throws Mismatch if that cannot be
	 */
	@Nullable Object convert(@Nullable Object value, ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		if (raw == Optional.class) {
			return Optional.ofNullable((value != null) ? convert(value, type.getGeneric(0)) : null);
		}
		if (value == null) {
			if (raw.isPrimitive()) {
				throw new Mismatch(null, raw);
			}
			return null;
		}
		Class<?> wanted = ClassUtils.resolvePrimitiveIfNecessary(raw);
		return switch (value) {
			case List<?> list -> convertList(list, type, wanted);
			case Map<?, ?> map -> convertMap(map, type, wanted);
			case Integer number -> convertInteger(BigInteger.valueOf(number), number, wanted);
			case Long number -> convertInteger(BigInteger.valueOf(number), number, wanted);
			case BigInteger number -> convertInteger(number, number, wanted);
			case Double number -> convertDouble(number, wanted);
			case String text -> convertText(text, wanted);
			case OffsetDateTime time -> convertTime(time, wanted);
			default -> same(value, wanted);
		};
	}

	private Object same(Object value, Class<?> wanted) {
		if (!wanted.isInstance(value)) {
			throw new Mismatch(value, wanted);
		}
		this.distance += (wanted == value.getClass()) ? 0 : ANYTHING;
		return value;
	}

	private Object convertInteger(BigInteger exact, Number number, Class<?> wanted) {
		int rank = IntegerConversion.rank(wanted);
		if (rank < 0) {
			return same(number, wanted);
		}
		this.distance += rank;
		try {
			return IntegerConversion.convert(exact, rank);
		}
		catch (ArithmeticException ex) {
			throw new Mismatch(number, wanted);
		}
	}

	private Object convertDouble(Double number, Class<?> wanted) {
		if (wanted != Float.class) {
			return same(number, wanted);
		}
		this.distance++;
		float narrowed = number.floatValue();
		if (Float.isInfinite(narrowed) && !number.isInfinite()) {
			throw new Mismatch(number, wanted);
		}
		return narrowed;
	}

	private Object convertText(String text, Class<?> wanted) {
		if (wanted.isInstance(text)) {
			return same(text, wanted);
		}
		// A number has to be one in Python, too
		if (!BeanUtils.isSimpleValueType(wanted) || Number.class.isAssignableFrom(wanted) || wanted == Boolean.class
				|| !this.conversions.canConvert(String.class, wanted)) {
			throw new Mismatch(text, wanted);
		}
		this.distance += 2;
		try {
			Object converted = this.conversions.convert(text, wanted);
			if (converted != null) {
				return converted;
			}
		}
		catch (ConversionException ex) {
			// Told below
		}
		throw new Mismatch(text, wanted);
	}

	private Object convertTime(OffsetDateTime time, Class<?> wanted) {
		if (wanted.isInstance(time)) {
			return same(time, wanted);
		}
		this.distance++;
		if (wanted == Instant.class) {
			return time.toInstant();
		}
		if (wanted == ZonedDateTime.class) {
			return time.toZonedDateTime();
		}
		if (wanted == Date.class) {
			return Date.from(time.toInstant());
		}
		throw new Mismatch(time, wanted);
	}

	private Object convertList(List<?> list, ResolvableType type, Class<?> wanted) {
		if (wanted.isArray()) {
			this.distance += 3;
			Object array = Array.newInstance(wanted.getComponentType(), list.size());
			for (int i = 0; i < list.size(); i++) {
				Array.set(array, i, convert(list.get(i), type.getComponentType()));
			}
			return array;
		}
		Collection<@Nullable Object> converted = Set.class.isAssignableFrom(wanted) ? new LinkedHashSet<>()
				: new ArrayList<>();
		if (!wanted.isInstance(converted)) {
			throw new Mismatch(list, wanted);
		}
		this.distance += distance(List.class, wanted);
		ResolvableType elements = type.as(Iterable.class).getGeneric(0);
		list.forEach((element) -> converted.add(convert(element, elements)));
		return converted;
	}

	private Object convertMap(Map<?, ?> map, ResolvableType type, Class<?> wanted) {
		if (wanted.isRecord()) {
			this.distance++;
			return convertRecord(map, type, wanted);
		}
		Map<@Nullable Object, @Nullable Object> converted = new LinkedHashMap<>();
		if (!wanted.isInstance(converted)) {
			throw new Mismatch(map, wanted);
		}
		this.distance += distance(Map.class, wanted);
		ResolvableType[] generics = type.as(Map.class).getGenerics();
		ResolvableType keys = (generics.length > 0) ? generics[0] : ResolvableType.NONE;
		ResolvableType values = (generics.length > 1) ? generics[1] : ResolvableType.NONE;
		map.forEach((key, value) -> converted.put(convert(key, keys), convert(value, values)));
		return converted;
	}

	private static int distance(Class<?> natural, Class<?> wanted) {
		if (wanted == Object.class) {
			return ANYTHING;
		}
		return (wanted == natural) ? 0 : 1;
	}

	private Object convertRecord(Map<?, ?> map, ResolvableType type, Class<?> wanted) {
		RecordComponent[] components = wanted.getRecordComponents();
		@Nullable Object[] values = new Object[components.length];
		Class<?>[] types = new Class<?>[components.length];
		Set<Object> unknown = new HashSet<>(map.keySet());
		for (int i = 0; i < components.length; i++) {
			String name = components[i].getName();
			Object key = map.containsKey(name) ? name : SnakeCase.of(name);
			unknown.remove(key);
			types[i] = components[i].getType();
			try {
				values[i] = convert(map.get(key), ResolvableType.forType(components[i].getGenericType(), type));
			}
			catch (Mismatch ex) {
				throw new Mismatch(SnakeCase.of(name) + ": " + ex.getMessage());
			}
		}
		if (!this.lenient && !unknown.isEmpty()) {
			throw new Mismatch(wanted.getSimpleName() + " has no component " + unknown.iterator().next());
		}
		try {
			return BeanUtils.instantiateClass(ReflectionUtils.accessibleConstructor(wanted, types), values);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(wanted + " has no canonical constructor", ex);
		}
	}

	/**
	 * Thrown when a value is none of the wanted type.
	 */
	static final class Mismatch extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private Mismatch(@Nullable Object value, Class<?> wanted) {
			this(((value != null) ? value.getClass().getSimpleName() + " " + value : "None") + " is no "
					+ wanted.getSimpleName());
		}

		private Mismatch(String message) {
			super(message, null, false, false);
		}

	}

}
