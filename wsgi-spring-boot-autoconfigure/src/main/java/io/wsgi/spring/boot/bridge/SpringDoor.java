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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.wsgi.runtime.JavaDoor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The {@link JavaDoor} of one application: it reads a question, has it answered, and
 * writes the answer. Python learns the classes and messages of exceptions, not where in
 * Java they are from.
 *
 * @author wsgi-spring-boot contributors
 */
final class SpringDoor implements JavaDoor {

	private static final Log logger = LogFactory.getLog(SpringDoor.class);

	private static final int MAX_CAUSES = 10;

	private final String application;

	private final Map<String, DoorService.Operation> operations;

	/**
	 * Create a new door.
	 * @param application the name of the application
	 * @param operations what answers, by the name of the question
	 */
	SpringDoor(String application, Map<String, DoorService.Operation> operations) {
		this.application = application;
		this.operations = Map.copyOf(operations);
	}

	@Override
	public String ask(String request) {
		try {
			List<?> parts = (List<?>) Objects.requireNonNull(WireReader.read(request));
			Object answer = answer((String) parts.get(0), parts.subList(1, parts.size()));
			return (answer instanceof DoorService.Text text) ? text.value()
					: WireWriter.write(Arrays.asList(true, answer));
		}
		catch (Refusal ex) {
			return failure(ex.kind().name().toLowerCase(Locale.ROOT), ex.getMessage(), List.of());
		}
		catch (Throwable ex) {
			logger.debug("Java code that Python called has failed", ex);
			return failure("java", null, chain(ex));
		}
	}

	private @Nullable Object answer(String name, List<?> arguments) throws Exception {
		DoorService.Operation operation = this.operations.get(name);
		if (operation == null) {
			throw new Refusal(Refusal.Kind.STATE, "The Spring application has nothing that answers '" + name + "'");
		}
		return operation.answer(new DoorService.Question(this.application, arguments));
	}

	private static String failure(String kind, @Nullable String message, List<?> chain) {
		return WireWriter.write(Arrays.asList(false, kind, message, chain));
	}

	private static List<Object> chain(Throwable thrown) {
		List<Object> chain = new ArrayList<>();
		Throwable each = (thrown instanceof InvocationTargetException) ? thrown.getCause() : thrown;
		while (each != null && chain.size() < MAX_CAUSES) {
			chain.add(Arrays.asList(classes(each), each.getMessage()));
			each = each.getCause();
		}
		return chain;
	}

	private static List<String> classes(Throwable thrown) {
		List<String> classes = new ArrayList<>();
		for (Class<?> type = thrown.getClass(); type != Object.class; type = type.getSuperclass()) {
			classes.add(type.getName());
		}
		return classes;
	}

}
