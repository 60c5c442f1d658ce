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

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.wsgi.runtime.PythonSettings;
import org.graalvm.polyglot.Context;

/**
 * The options of the polyglot engine and of GraalPy for a server.
 *
 * @author wsgi-spring-boot contributors
 */
final class EngineOptions {

	private final GraalPyRuntime runtime;

	EngineOptions(GraalPyRuntime runtime) {
		this.runtime = runtime;
	}

	void apply(Context.Builder builder, PythonSettings settings) {
		Map<String, String> options = new LinkedHashMap<>();
		options.put("python.PythonPath",
				settings.path().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
		options.put("python.DontWriteBytecodeFlag", "false");
		options.put("python.PyCachePrefix", settings.bytecodeCache().toString());
		options.put("python.WarnExperimentalFeatures", "false");
		// Else a failure in GraalPy itself is nothing that Python code could catch
		options.put("python.CatchAllExceptions", "true");
		options.put("engine.WarnInterpreterOnly", "false");
		// The fallback runtime does not know the options of the compiler, and refuses
		// them.
		// Else import-time code is compiled after 25 calls, by a compiler that is cold
		// itself
		putIfKnown(options, "engine.DynamicCompilationThresholds", "false");
		// What an import calls often is done by then, and what requests call often gets
		// there soon: compiled after the default of 400 calls, the former delays the
		// latter
		putIfKnown(options, "engine.FirstTierCompilationThreshold", "3000");
		// str.rpartition reports huge loop counts, so that it and its callers always
		// compile
		putIfKnown(options, "engine.CompileOnly", "~_find_and_load,~find_spec,~parent,~rpartition");
		// A third of Truffle's default: what is inlined beyond that keeps the compiler
		// busy for minutes, and gains nothing that was measured
		putIfKnown(options, "compiler.InliningExpansionBudget", "4000");
		putIfKnown(options, "compiler.InliningInliningBudget", "4000");
		options.putAll(settings.engineOptions());
		PosixBackend.apply(options);
		options.forEach(builder::option);
	}

	/**
	 * Return whether GraalPy calls the C libraries of compression. By default it does
	 * not: their memory is freed with the Python objects, of which the garbage collector
	 * sees no need.
	 * @param settings the settings
	 * @return whether that was asked for
	 */
	static boolean hasNativeCompression(PythonSettings settings) {
		return "native".equals(settings.engineOptions().get("python.CompressionModulesBackend"));
	}

	private void putIfKnown(Map<String, String> options, String name, String value) {
		if (this.runtime.knows(name)) {
			options.put(name, value);
		}
	}

}
