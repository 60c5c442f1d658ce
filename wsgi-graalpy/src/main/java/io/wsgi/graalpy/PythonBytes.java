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

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.runtime.object.PFactory;
import org.graalvm.polyglot.Context;

/**
 * Makes Python's {@code bytes} of Java's, without a copy. GraalPy's public ways go
 * through the elements one by one.
 *
 * @author wsgi-spring-boot contributors
 */
final class PythonBytes {

	private final PythonLanguage language;

	/**
	 * Create a new instance.
	 * @param context the context in which the bytes are used
	 */
	PythonBytes(Context context) {
		context.enter();
		try {
			this.language = PythonLanguage.get(null);
		}
		finally {
			context.leave();
		}
	}

	/**
	 * Return bytes for Python.
	 * @param bytes the bytes, which must not be changed any more
	 * @return what to hand to Python
	 */
	Object of(byte[] bytes) {
		return PFactory.createBytes(this.language, bytes);
	}

}
