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

package io.wsgi.asgi;

import org.jspecify.annotations.Nullable;

/**
 * Is told what becomes of the calls on an event loop.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public interface LoopListener {

	/**
	 * A call has ended.
	 * @param nanos how long it took
	 * @param failure the Python class of the exception that ended it, or {@code null}
	 */
	void ended(long nanos, @Nullable String failure);

	/**
	 * A call is cancelled because it has taken too long.
	 */
	void interrupted();

	/**
	 * The loop could not look for what there is to do for at least 50 milliseconds.
	 * @param nanos for how long
	 */
	void blocked(long nanos);

	/**
	 * The loop is blocked by a call that cannot be got out of it.
	 */
	void hung();

}
