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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Sorts the arguments: gunicorn's, those of this server, and Spring properties.
 *
 * @param gunicorn gunicorn's options, and the application
 * @param properties the Spring properties that are given by name
 * @param action what to do
 * @param chdir the working directory that is asked for, if any
 * @author wsgi-spring-boot contributors
 */
record CommandLine(List<String> gunicorn, Map<String, String> properties, Action action, @Nullable String chdir) {

	// gunicorn's options have no dot in their names
	private static final Pattern SPRING_PROPERTY = Pattern.compile("--([a-z][a-z-]*\\.[^=]+)(?:=(.*))?",
			Pattern.DOTALL);

	private static final Map<String, Action> ACTIONS = Map.of("-h", Action.HELP, "--help", Action.HELP, "-v",
			Action.VERSION, "--version", Action.VERSION, "--print-config", Action.PRINT_CONFIG);

	private static final List<String> RUNTIMES = List.of("graalpy", "cpython");

	/**
	 * Sort the arguments.
	 * @param arguments all of them
	 * @return the sorted arguments
	 * @throws UsageException if a value is missing or not valid
	 */
	static CommandLine parse(String... arguments) {
		List<String> gunicorn = new ArrayList<>();
		Map<String, String> properties = new LinkedHashMap<>();
		Action action = Action.SERVE;
		String chdir = null;
		Arguments remaining = new Arguments(List.of(arguments));
		while (remaining.hasNext()) {
			String argument = remaining.next();
			Matcher property = SPRING_PROPERTY.matcher(argument);
			if (property.matches()) {
				String value = property.group(2);
				properties.put(property.group(1), (value != null) ? value : "true");
				continue;
			}
			Action asked = ACTIONS.get(remaining.name());
			if (asked != null) {
				action = asked;
			}
			else if ("--chdir".equals(remaining.name())) {
				chdir = remaining.value();
			}
			else if ("--virtual-env".equals(remaining.name())) {
				properties.put("wsgi.virtual-env", remaining.value());
			}
			else if ("--runtime".equals(remaining.name())) {
				properties.put("wsgi.runtime", runtime(remaining.value()));
			}
			else {
				gunicorn.add(argument);
			}
		}
		return new CommandLine(gunicorn, properties, action, chdir);
	}

	private static String runtime(String value) {
		if (!RUNTIMES.contains(value)) {
			throw new UsageException("--runtime: '" + value + "' has to be " + String.join(" or ", RUNTIMES));
		}
		return value;
	}

	/**
	 * Translate gunicorn's options, if all of them are well-known.
	 * @return the Spring properties, or {@code null} if that takes {@link GunicornReader}
	 * @throws UsageException if a value is missing or not valid
	 */
	@Nullable Map<String, String> translate() {
		OptionEffects effects = new OptionEffects();
		boolean named = false;
		Arguments remaining = new Arguments(this.gunicorn);
		while (remaining.hasNext()) {
			String argument = remaining.next();
			if (!argument.startsWith("-")) {
				if (named) {
					throw new UsageException("'" + argument + "' is one argument too many");
				}
				effects.set("wsgi.app", argument);
				named = true;
				continue;
			}
			GunicornOption option = GunicornOption.named(remaining.name()).orElse(null);
			if (option == null) {
				return null;
			}
			if (option.takesValue()) {
				option.apply(effects, remaining.value());
			}
			else {
				remaining.noValue();
				option.apply(effects, "");
			}
		}
		return effects.properties();
	}

	/**
	 * What to do.
	 */
	enum Action {

		/**
		 * Serve the application.
		 */
		SERVE,

		/**
		 * Print the usage.
		 */
		HELP,

		/**
		 * Print the versions.
		 */
		VERSION,

		/**
		 * Print the equivalent application.yml.
		 */
		PRINT_CONFIG

	}

}
