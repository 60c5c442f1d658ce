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

import org.jspecify.annotations.Nullable;

/**
 * A {@link CallScope} that can also surround a call on an event loop, which shares its
 * thread with others and may go on on several: it is begun and ended there, and on a
 * thread only while that does something for the call outside of Python.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public interface AsyncCallScope extends CallScope {

	/**
	 * Called once, before the application is called.
	 */
	default void begin() {
	}

	/**
	 * Put what the scope consists of on the current thread. Several threads may do so at
	 * a time.
	 * @return takes it off again, on the same thread
	 */
	Runnable enter();

	/**
	 * Called once, when the call is over.
	 * @param status the status of the response
	 * @param report what went wrong, or {@code null}
	 */
	default void end(int status, @Nullable String report) {
	}

}
