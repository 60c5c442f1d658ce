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

package io.wsgi.spring.boot.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.wsgi.reload.WatchedFiles;
import io.wsgi.runtime.JavaDoor;
import io.wsgi.runtime.LogBridge;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.runtime.PythonRuntime;
import io.wsgi.runtime.PythonSettings;
import io.wsgi.spring.boot.bridge.SpringDoors;
import io.wsgi.spring.boot.bridge.UnknownBeanException;
import io.wsgi.spring.boot.web.EnvironCustomizer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Makes the interpreters of the workers.
 *
 * @author wsgi-spring-boot contributors
 */
class InterpreterFactory {

	private static final Bindable<Map<String, String>> VARIABLES = Bindable.mapOf(String.class, String.class);

	private final PythonRuntime runtime;

	private final @Nullable LogBridge log;

	private final @Nullable WatchedFiles watched;

	private final @Nullable Environment restored;

	private final Supplier<Stream<EnvironCustomizer>> customizers;

	private final Supplier<@Nullable SpringDoors> doors;

	private final Function<WsgiApplication, String> functions;

	/**
	 * Create a new factory.
	 * @param runtime the Python
	 * @param log takes what is logged and printed; {@code null} to leave that to Python
	 * @param watched is told of the files that are imported, if any
	 * @param restored has the variables for Python, which are others after a restore from
	 * a checkpoint; {@code null} if there will be no checkpoint
	 * @param customizers add variables to requests; asked for when an interpreter is made
	 * @param doors make the way from Python to the Spring application, if there is to be
	 * one; asked for when an interpreter is made
	 * @param functions tells which functions have to be in an application, as
	 * {@link PythonInterpreter#requireFunctions} takes them
	 */
	InterpreterFactory(PythonRuntime runtime, @Nullable LogBridge log, @Nullable WatchedFiles watched,
			@Nullable Environment restored, Supplier<Stream<EnvironCustomizer>> customizers,
			Supplier<@Nullable SpringDoors> doors, Function<WsgiApplication, String> functions) {
		this.runtime = runtime;
		this.log = log;
		this.watched = watched;
		this.restored = restored;
		this.customizers = customizers;
		this.doors = doors;
		this.functions = functions;
	}

	PythonInterpreter create(WsgiApplication application, PythonSettings settings) {
		Environment environment = this.restored;
		PythonInterpreter interpreter = this.runtime.newInterpreter(
				(environment != null)
						? settings.withEnvironment(application.properties().merged(variables(environment))) : settings,
				this.log);
		if (environment != null) {
			interpreter.watchForCheckpoint();
		}
		if (this.watched != null) {
			interpreter.reportSources(this.watched::importing);
		}
		Set<String> data = this.customizers.get()
			.flatMap((customizer) -> customizer.dataVariables().stream())
			.collect(Collectors.toCollection(TreeSet::new));
		if (!data.isEmpty()) {
			interpreter.decodeVariables(data);
		}
		interpreter.requireFunctions(this.functions.apply(application));
		SpringDoors available = this.doors.get();
		if (available != null) {
			interpreter.open(door(available, application));
		}
		return interpreter;
	}

	private static JavaDoor door(SpringDoors doors, WsgiApplication application) {
		Setting<List<String>> beans = application.properties().beans();
		try {
			return doors.create(application.name(), beans.value());
		}
		catch (UnknownBeanException ex) {
			throw beans.refused(ex.getMessage() + ".");
		}
	}

	private static Map<String, String> variables(Environment environment) {
		return Binder.get(environment).bind("wsgi.env", VARIABLES).orElse(Map.of());
	}

}
