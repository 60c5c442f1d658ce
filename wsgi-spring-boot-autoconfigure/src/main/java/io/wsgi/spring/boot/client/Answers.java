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

package io.wsgi.spring.boot.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.wsgi.spring.boot.bridge.PythonValues;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanInstantiationException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.ResolvableType;

/**
 * Reads what the Python module {@code wsgi_spring_boot.bridge.functions} sends back.
 *
 * @param call names the call
 * @author wsgi-spring-boot contributors
 */
record Answers(String call) {

	/**
	 * Return the result of the function.
	 * @param text the answer
	 * @param type the type of the result
	 * @return the result
	 * @throws PythonException if the function has raised an exception
	 * @throws PythonClientException if the result is not of that type
	 */
	@Nullable Object convert(String text, ResolvableType type) {
		List<?> answer = (List<?>) Objects.requireNonNull(PythonValues.read(text));
		if (!Boolean.TRUE.equals(answer.get(0))) {
			throw exception(answer);
		}
		Class<?> wanted = type.resolve(Object.class);
		if (wanted == void.class || wanted == Void.class) {
			return null;
		}
		try {
			return PythonValues.convert(answer.get(1), type);
		}
		catch (IllegalArgumentException | BeanInstantiationException ex) {
			// The constructor of a record may refuse what it is given
			throw new PythonClientException("%s has returned no %s: %s".formatted(this.call, type,
					NestedExceptionUtils.getMostSpecificCause(ex).getMessage()), ex);
		}
	}

	/**
	 * Look at how a generator has ended.
	 * @param text the answer
	 * @return {@code true}
	 * @throws PythonException if it has raised an exception
	 */
	boolean checkEnd(String text) {
		if (!text.isEmpty()) {
			convert(text, ResolvableType.forClass(void.class));
		}
		return true;
	}

	private static PythonException exception(List<?> answer) {
		List<String> types = texts(answer.get(1));
		List<StackTraceElement> frames = new ArrayList<>();
		for (Object each : (List<?>) Objects.requireNonNull(answer.get(4))) {
			List<?> frame = (List<?>) each;
			frames.add(new StackTraceElement(text(frame, 0), text(frame, 1), text(frame, 2),
					(frame.get(3) instanceof Integer line) ? line : -1));
		}
		return new PythonException(types, (String) answer.get(2), text(answer, 3), frames);
	}

	private static List<String> texts(@Nullable Object list) {
		return ((List<?>) Objects.requireNonNull(list)).stream().map(String::valueOf).toList();
	}

	private static String text(List<?> list, int index) {
		return String.valueOf(list.get(index));
	}

}
