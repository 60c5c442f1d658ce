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

import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What SQLite knows by a number.
 *
 * @param database the connection that it belongs to
 * @param function what to call in Python, if that is needed
 * @param pure whether it has no effects
 * @author wsgi-spring-boot contributors
 */
record SqliteCallback(SqliteDatabase database, @Nullable Value function, boolean pure) {

	Value execute(Object... arguments) {
		Value function = this.function;
		if (function == null) {
			throw new IllegalStateException("Not in Python");
		}
		return function.execute(arguments);
	}

}
