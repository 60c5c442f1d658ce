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

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Something that the Python module {@code spring} can ask of the Spring application.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public interface DoorService {

	/**
	 * Return what it can be asked.
	 * @return what answers, by the name of the question
	 */
	Map<String, Operation> operations();

	/**
	 * Answers one question. Several may be asked at a time.
	 */
	@FunctionalInterface
	interface Operation {

		/**
		 * Answer it.
		 * @param question the question
		 * @return the answer
		 * @throws Exception becomes an exception in Python
		 */
		@Nullable Object answer(Question question) throws Exception;

	}

	/**
	 * An answer in a notation of its own, for much data.
	 *
	 * @param value the answer, which does not begin with a bracket
	 */
	record Text(String value) {

	}

	/**
	 * A question of Python code.
	 *
	 * @param application the name of the application that asks
	 * @param arguments what comes with it
	 */
	record Question(String application, List<? extends @Nullable Object> arguments) {

		/**
		 * Return an argument that is text.
		 * @param index which one it is
		 * @return the text
		 */
		public String text(int index) {
			if (value(index) instanceof String text) {
				return text;
			}
			throw new Refusal(Refusal.Kind.TYPE, "A name is text, not " + value(index));
		}

		/**
		 * Return an argument.
		 * @param index which one it is
		 * @return the argument: text, a number, a truth value, a time, bytes, a list, a
		 * map, or {@code null}
		 */
		public @Nullable Object value(int index) {
			return this.arguments.get(index);
		}

	}

}
