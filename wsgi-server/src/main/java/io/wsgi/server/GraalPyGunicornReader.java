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

package io.wsgi.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.wsgi.graalpy.GraalPyRuntime;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.jspecify.annotations.Nullable;

/**
 * A {@link GunicornReader} that takes an interpreter of GraalPy, of its own.
 *
 * @author wsgi-spring-boot contributors
 */
class GraalPyGunicornReader implements GunicornReader {

	private final Context context;

	private final Value read;

	/**
	 * Create a new reader.
	 * @param virtualEnv the environment with the packages that a configuration file
	 * imports
	 * @param bytecode the directory for compiled Python modules
	 */
	GraalPyGunicornReader(@Nullable String virtualEnv, Path bytecode) {
		// A native module works in one interpreter only: it is kept for the application
		Context.Builder builder = Context.newBuilder("python")
			.allowExperimentalOptions(true)
			.allowPolyglotAccess(PolyglotAccess.NONE)
			.allowNativeAccess(false)
			.allowCreateThread(true)
			.allowCreateProcess(true)
			.allowEnvironmentAccess(EnvironmentAccess.INHERIT)
			.allowIO(IOAccess.ALL)
			.option("python.DontWriteBytecodeFlag", "false")
			.option("python.PyCachePrefix", bytecode.toString())
			.option("python.WarnExperimentalFeatures", "false")
			.option("engine.WarnInterpreterOnly", "false");
		if (GraalPyRuntime.detect().optimized()) {
			// What runs once is not worth it
			builder.option("engine.Compilation", "false");
		}
		this.context = builder.build();
		this.context.eval("python", GunicornReader.text("reader.py"));
		this.read = this.context.getBindings("python")
			.getMember("load")
			.execute(GunicornReader.text("from_gunicorn.py"), (virtualEnv != null) ? virtualEnv : "");
	}

	@Override
	public Result read(List<String> arguments, Map<String, String> environment, Path directory) {
		List<Object> variables = new ArrayList<>();
		environment.forEach((name, value) -> variables.add(name + "=" + value));
		try {
			return result(this.read.execute(ProxyArray.fromList(new ArrayList<>(arguments)),
					ProxyArray.fromList(variables), directory.toAbsolutePath().toString()));
		}
		catch (PolyglotException ex) {
			throw new UsageException("The configuration file cannot be evaluated: " + ex.getMessage());
		}
	}

	@Override
	public void close() {
		this.context.close(true);
	}

	private static Result result(Value answer) {
		Map<String, Value> parts = new LinkedHashMap<>();
		for (Value part : elements(answer)) {
			parts.put(part.getArrayElement(0).asString(), part.getArrayElement(1));
		}
		Value error = part(parts, "error");
		if (!error.isNull()) {
			throw new UsageException(error.asString());
		}
		return new Result(pairs(part(parts, "properties")), pairs(part(parts, "notes")), string(part(parts, "chdir")),
				elements(part(parts, "lines")).stream().map(Value::asString).toList());
	}

	private static @Nullable String string(Value value) {
		return value.isNull() ? null : value.asString();
	}

	private static Value part(Map<String, Value> parts, String name) {
		return Objects.requireNonNull(parts.get(name));
	}

	private static Map<String, String> pairs(Value value) {
		Map<String, String> pairs = new LinkedHashMap<>();
		for (Value pair : elements(value)) {
			pairs.put(pair.getArrayElement(0).asString(), pair.getArrayElement(1).asString());
		}
		return pairs;
	}

	private static List<Value> elements(Value value) {
		List<Value> elements = new ArrayList<>();
		for (long i = 0; i < value.getArraySize(); i++) {
			elements.add(value.getArrayElement(i));
		}
		return elements;
	}

}
