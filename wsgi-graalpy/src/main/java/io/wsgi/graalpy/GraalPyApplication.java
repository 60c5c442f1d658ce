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
import org.jspecify.annotations.Nullable;

/**
 * An application that was loaded in an interpreter.
 *
 * @author wsgi-spring-boot contributors
 */
final class GraalPyApplication implements PythonApplication {

	private final Value handle;

	private final PythonBytes bytes;

	private final @Nullable InterpreterLog log;

	GraalPyApplication(Value gateway, PythonBytes bytes, @Nullable InterpreterLog log) {
		this.handle = gateway.getMember("handle");
		this.bytes = bytes;
		this.log = log;
	}

	@Override
	public ApplicationCaller newCaller() {
		return new GraalPyCaller(this.handle, this.bytes, this.log);
	}

	@Override
	public ApplicationCaller newCaller(ApplicationCaller previous) {
		return ((GraalPyCaller) previous).withHandle(this.handle);
	}

}
