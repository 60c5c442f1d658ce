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

import java.util.ArrayList;
import java.util.List;

import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.PolyglotException.StackFrame;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The Python stack of the current thread, as the lines of a traceback.
 *
 * @author wsgi-spring-boot contributors
 */
final class PythonStack {

	private final Value describe;

	private final Value handled;

	PythonStack(Value module) {
		this.describe = module.getMember("describe");
		this.handled = module.getMember("handled");
	}

	/**
	 * Describe where the thread is.
	 * @return the stack, or an empty string
	 */
	String describe() {
		try {
			return this.describe.execute().asString();
		}
		catch (PolyglotException ex) {
			return "";
		}
	}

	/**
	 * Describe where the thread is, and the way of the exception that is being handled.
	 * @return the stack, or {@code null} if the thread is in no {@code except} or
	 * {@code finally} block because of an exception
	 */
	@Nullable String describeHandled() {
		try {
			Value exception = this.handled.execute();
			if (exception.isNull()) {
				return null;
			}
			throw exception.throwException();
		}
		catch (PolyglotException ex) {
			// A foreign one has no traceback, but knows the functions that it has left
			List<String> left = new ArrayList<>();
			for (StackFrame frame : ex.getPolyglotStackTrace()) {
				if (!frame.isGuestFrame()) {
					break;
				}
				left.addFirst(frame.getRootName());
			}
			return describe() + "\nInterrupted in: " + String.join(", ", left);
		}
	}

}
