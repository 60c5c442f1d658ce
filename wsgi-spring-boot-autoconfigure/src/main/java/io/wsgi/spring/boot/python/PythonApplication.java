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

package io.wsgi.spring.boot.python;

import java.nio.file.Path;

import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * An application that was loaded in an interpreter.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class PythonApplication {

	private final Value handle;

	private final Value openBody;

	private final GatewayFileSystem fileSystem;

	private final @Nullable InterpreterLog log;

	PythonApplication(Value gateway, Value openBody, GatewayFileSystem fileSystem, @Nullable InterpreterLog log) {
		this.handle = gateway.getMember("handle");
		this.openBody = openBody;
		this.fileSystem = fileSystem;
		this.log = log;
	}

	/**
	 * Create a caller for the current thread, which is to call the application again and
	 * again.
	 * @return the caller
	 */
	public ApplicationCaller newCaller() {
		RequestBodyChannel channel = new RequestBodyChannel();
		Path path = this.fileSystem.mount(channel);
		try {
			int descriptor = this.openBody.execute(path.toString()).asInt();
			return new ApplicationCaller(this.handle, channel, descriptor, this.log);
		}
		finally {
			this.fileSystem.unmount(path);
		}
	}

	/**
	 * Create a caller for the current thread, which has called the application as it was
	 * before it was loaded anew.
	 * @param previous the caller of that one, which is not to be used any more
	 * @return the caller
	 */
	public ApplicationCaller newCaller(ApplicationCaller previous) {
		return previous.withHandle(this.handle);
	}

}
