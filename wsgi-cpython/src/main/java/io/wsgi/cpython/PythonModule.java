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

package io.wsgi.cpython;

import org.jspecify.annotations.Nullable;

/**
 * A Python module whose functions are called with Java values. To be used inside Python.
 *
 * @author wsgi-spring-boot contributors
 */
final class PythonModule {

	private final PythonObjects objects;

	private final long address;

	/**
	 * Create a new instance.
	 * @param objects the objects
	 * @param address the module
	 */
	PythonModule(PythonObjects objects, long address) {
		this.objects = objects;
		this.address = address;
	}

	/**
	 * Return an attribute of the module.
	 * @param name its name
	 * @return the attribute, which belongs to the caller
	 */
	long attribute(String name) {
		return this.objects.attribute(this.address, name);
	}

	/**
	 * Call a function of the module.
	 * @param function its name
	 * @param arguments as in {@link PythonObjects#callWith}
	 * @return the result, which belongs to the caller
	 */
	long call(String function, @Nullable Object... arguments) {
		long callable = attribute(function);
		try {
			return this.objects.callWith(callable, arguments);
		}
		finally {
			this.objects.release(callable);
		}
	}

	void run(String function, @Nullable Object... arguments) {
		this.objects.release(call(function, arguments));
	}

	boolean test(String function, @Nullable Object... arguments) {
		long result = call(function, arguments);
		try {
			return this.objects.isTrue(result);
		}
		finally {
			this.objects.release(result);
		}
	}

	String text(String function, @Nullable Object... arguments) {
		long result = call(function, arguments);
		try {
			return this.objects.text(result);
		}
		finally {
			this.objects.release(result);
		}
	}

	long number(String function, @Nullable Object... arguments) {
		long result = call(function, arguments);
		try {
			return this.objects.integerValue(result);
		}
		finally {
			this.objects.release(result);
		}
	}

}
