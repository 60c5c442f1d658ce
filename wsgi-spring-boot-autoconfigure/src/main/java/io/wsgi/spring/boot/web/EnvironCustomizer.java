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

package io.wsgi.spring.boot.web;

import java.util.Set;
import java.util.function.BiConsumer;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Callback interface that can be implemented by beans wishing to add variables to the
 * {@code environ} of each request, or to replace some. Called in order, on the thread of
 * the request, after Spring's filters. The last value of a variable counts.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@FunctionalInterface
public interface EnvironCustomizer {

	/**
	 * Customize the variables of a request.
	 * @param request the request
	 * @param environ takes the name and the value of a variable. Python gets the value as
	 * PEP 3333 has all of them: its bytes in UTF-8, each as a character
	 */
	void customize(HttpServletRequest request, BiConsumer<String, String> environ);

	/**
	 * Return which variables hold data, not text. Asked for once for each interpreter.
	 * @return the names of those variables whose values are JSON: in Python they are what
	 * that says, such as a {@code dict}. None by default
	 */
	default Set<String> dataVariables() {
		return Set.of();
	}

}
