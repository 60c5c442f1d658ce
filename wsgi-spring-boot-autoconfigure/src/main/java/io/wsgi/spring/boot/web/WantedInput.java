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

package io.wsgi.spring.boot.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/**
 * A body that ends as soon as nobody wants it any more, however slowly it comes.
 *
 * @author wsgi-spring-boot contributors
 */
final class WantedInput extends FilterInputStream {

	private final BooleanSupplier wanted;

	/**
	 * Create a new input.
	 * @param input the body
	 * @param wanted whether anybody still waits for it
	 */
	WantedInput(InputStream input, BooleanSupplier wanted) {
		super(input);
		this.wanted = wanted;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		if (!this.wanted.getAsBoolean()) {
			throw new IOException("Nobody waits for the body any more");
		}
		return super.read(bytes, offset, length);
	}

}
