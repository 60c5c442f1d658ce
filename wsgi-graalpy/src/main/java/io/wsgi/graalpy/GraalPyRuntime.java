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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.wsgi.runtime.CacheDirectory;
import io.wsgi.runtime.LogBridge;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.runtime.PythonRuntime;
import io.wsgi.runtime.PythonSettings;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Language;
import org.jspecify.annotations.Nullable;

/**
 * GraalPy, as it is on the class path of this JVM.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class GraalPyRuntime implements PythonRuntime {

	private static final String LOGGING_OPTIONS = "log.";

	private static final String FALLBACK = "Interpreted";

	private static final String VERSION_RESOURCE = "/META-INF/graalvm/org.graalvm.polyglot/version";

	private final String pythonVersion;

	private final String graalPyVersion;

	private final boolean optimized;

	private final Set<String> options;

	private final List<PythonContextCustomizer> customizers;

	private final SqliteEngine sqlite = new SqliteEngine();

	private final NativeModules nativeModules = new NativeModules();

	private GraalPyRuntime(String pythonVersion, String graalPyVersion, boolean optimized, Set<String> options,
			List<PythonContextCustomizer> customizers) {
		this.pythonVersion = pythonVersion;
		this.graalPyVersion = graalPyVersion;
		this.optimized = optimized;
		this.options = options;
		this.customizers = List.copyOf(customizers);
	}

	/**
	 * Find out what this JVM offers.
	 * @return the runtime
	 * @throws IllegalStateException if GraalPy is not on the class path
	 */
	public static GraalPyRuntime detect() {
		return detect(List.of(), CacheDirectory::ofUser);
	}

	/**
	 * Find out what this JVM offers.
	 * @param customizers change the context of each interpreter, in order
	 * @param cache the directory for what start-up can reuse: GraalPy is unpacked there
	 * by the first call, if the user has no home that can be written to and nothing else
	 * was said by {@code polyglot.engine.userResourceCache}
	 * @return the runtime
	 * @throws IllegalStateException if GraalPy is not on the class path
	 */
	public static GraalPyRuntime detect(List<PythonContextCustomizer> customizers, Supplier<Path> cache) {
		new ResourceCache(System.getProperties()).choose(cache);
		try (Engine engine = Engine.newBuilder().option("engine.WarnInterpreterOnly", "false").build()) {
			Language python = engine.getLanguages().get("python");
			if (python == null) {
				throw new IllegalStateException("GraalPy is not on the class path");
			}
			Set<String> options = new TreeSet<>();
			engine.getOptions().forEach((option) -> options.add(option.getName()));
			python.getOptions().forEach((option) -> options.add(option.getName()));
			return new GraalPyRuntime(python.getVersion(), readVersion(engine),
					!FALLBACK.equals(engine.getImplementationName()), options, customizers);
		}
	}

	private static String readVersion(Engine engine) {
		// The engine of the community edition calls itself a development build
		try (InputStream version = Engine.class.getResourceAsStream(VERSION_RESOURCE)) {
			return (version != null) ? new String(version.readAllBytes(), StandardCharsets.UTF_8).trim()
					: engine.getVersion();
		}
		catch (IOException ex) {
			return engine.getVersion();
		}
	}

	@Override
	public String name() {
		return "graalpy";
	}

	@Override
	public PythonInterpreter newInterpreter(PythonSettings settings, @Nullable LogBridge log) {
		return new GraalPyInterpreter(this, settings, this.nativeModules, log);
	}

	SqliteEngine sqlite() {
		return this.sqlite;
	}

	void customize(Context.Builder builder) {
		this.customizers.forEach((customizer) -> customizer.customize(builder));
	}

	@Override
	public String pythonVersion() {
		return this.pythonVersion;
	}

	@Override
	public String version() {
		return this.graalPyVersion;
	}

	@Override
	public boolean optimized() {
		return this.optimized;
	}

	/**
	 * Return whether there is an option for the engine or for Python.
	 * @param option the name of the option, such as {@code engine.TraceCompilation}
	 * @return whether it can be set
	 */
	public boolean knows(String option) {
		return this.options.contains(option) || option.startsWith(LOGGING_OPTIONS);
	}

}
