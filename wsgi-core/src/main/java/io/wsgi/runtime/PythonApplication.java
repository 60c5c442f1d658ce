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
 * An application that was loaded in an interpreter.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public interface PythonApplication {

	/**
	 * Return whether the application is one of ASGI, which is not called by threads but
	 * served on an {@link PythonInterpreter#newEventLoop event loop}.
	 * @return whether it is
	 */
	default boolean isAsync() {
		return false;
	}

	/**
	 * Create a caller for the current thread, which is to call the application again and
	 * again.
	 * @return the caller
	 */
	ApplicationCaller newCaller();

	/**
	 * Create a caller for the current thread, which has called the application as it was
	 * before it was loaded anew.
	 * @param previous the caller of that one, which is not to be used any more
	 * @return the caller
	 */
	ApplicationCaller newCaller(ApplicationCaller previous);

}
