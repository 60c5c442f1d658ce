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

package io.wsgi.runtime;

/**
 * The one way from Python code to the Java application. What passes is text, by value.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@FunctionalInterface
public interface JavaDoor {

	/**
	 * Answer what Python code asks. Called on its thread, by several at a time, without
	 * the interpreter's lock, so it may take its time.
	 * @param request what it asks
	 * @return the answer, which also tells when it failed: nothing is to be thrown
	 */
	String ask(String request);

}
