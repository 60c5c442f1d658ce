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

import java.nio.file.Path;

/**
 * The body of a request.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public sealed interface RequestBody {

	/**
	 * Return the size of the body.
	 * @return the size in bytes
	 */
	long length();

	/**
	 * A request without a body.
	 */
	RequestBody EMPTY = new InMemory(new byte[0]);

	/**
	 * A body that was received into memory.
	 *
	 * @param bytes the body
	 */
	record InMemory(byte[] bytes) implements RequestBody {

		@Override
		public long length() {
			return this.bytes.length;
		}

	}

	/**
	 * A body that was received into a file.
	 *
	 * @param path the file
	 * @param length the size of the body in bytes
	 */
	record InFile(Path path, long length) implements RequestBody {

	}

	/**
	 * A body that the client sends only when it is wanted ("Expect: 100-continue"):
	 * {@link Exchange#receive()} asks for it.
	 *
	 * @param length the size that the client announced
	 */
	record Deferred(long length) implements RequestBody {

	}

	/**
	 * What there is instead of a request: a function of Python is called, and not the
	 * application. There is no environ.
	 *
	 * @param text what to call, and with what, as the Python module
	 * {@code wsgi_spring_boot.bridge.functions} has it
	 */
	record FunctionCall(String text) implements RequestBody {

		@Override
		public long length() {
			return 0;
		}

	}

}
