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

package io.wsgi.graalpy;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.PythonApplication;
import org.graalvm.polyglot.Value;

/**
 * An application of ASGI that was loaded in an interpreter.
 *
 * @param target what was loaded
 * @param value the Python half
 * @author wsgi-spring-boot contributors
 */
record GraalPyAsyncApplication(String target, Value value) implements PythonApplication {

	@Override
	public boolean isAsync() {
		return true;
	}

	@Override
	public ApplicationCaller newCaller() {
		throw new IllegalStateException("Applications of ASGI are served on an event loop");
	}

	@Override
	public ApplicationCaller newCaller(ApplicationCaller previous) {
		return newCaller();
	}

}
