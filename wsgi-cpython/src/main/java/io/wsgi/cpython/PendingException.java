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

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * An exception that is to be raised in a thread.
 *
 * @param message its message
 * @param wanted asked, while the thread cannot leave its call, whether it still is to be
 * raised
 * @param observer told where the thread was: the lines of a traceback
 * @author wsgi-spring-boot contributors
 */
record PendingException(String message, BooleanSupplier wanted, Consumer<String> observer) {

	boolean claim() {
		return this.wanted.getAsBoolean();
	}

	void observe(String stack) {
		this.observer.accept(stack);
	}

}
