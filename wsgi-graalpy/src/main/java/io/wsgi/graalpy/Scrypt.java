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

import java.nio.charset.StandardCharsets;

import org.bouncycastle.crypto.generators.SCrypt;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/**
 * The key derivation function scrypt (RFC 7914) for Python, which has none on GraalPy.
 * Bytes are characters of the same numbers.
 *
 * @author wsgi-spring-boot contributors
 */
final class Scrypt implements ProxyExecutable {

	@Override
	public Object execute(Value... arguments) {
		byte[] key = SCrypt.generate(bytes(arguments[0]), bytes(arguments[1]), arguments[2].asInt(),
				arguments[3].asInt(), arguments[4].asInt(), arguments[5].asInt());
		return new String(key, StandardCharsets.ISO_8859_1);
	}

	private static byte[] bytes(Value characters) {
		return characters.asString().getBytes(StandardCharsets.ISO_8859_1);
	}

}
