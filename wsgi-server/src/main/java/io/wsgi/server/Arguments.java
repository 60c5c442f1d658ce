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

import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads arguments in the forms that Python's {@code argparse} takes:
 * {@code --name value}, {@code --name=value}, {@code -n value} and {@code -nvalue}.
 *
 * @author wsgi-spring-boot contributors
 */
class Arguments {

	private final Iterator<String> arguments;

	private String name = "";

	private @Nullable String value;

	Arguments(List<String> arguments) {
		this.arguments = arguments.iterator();
	}

	boolean hasNext() {
		return this.arguments.hasNext();
	}

	/**
	 * Go to the next argument.
	 * @return the argument
	 */
	String next() {
		String argument = this.arguments.next();
		int separator = argument.startsWith("--") ? argument.indexOf('=') : -1;
		if (separator > 0) {
			this.name = argument.substring(0, separator);
			this.value = argument.substring(separator + 1);
		}
		else if (argument.startsWith("-") && !argument.startsWith("--") && argument.length() > 2) {
			this.name = argument.substring(0, 2);
			this.value = argument.substring(2);
		}
		else {
			this.name = argument;
			this.value = null;
		}
		return argument;
	}

	/**
	 * Return the name of the option.
	 * @return the current argument without the value
	 */
	String name() {
		return this.name;
	}

	/**
	 * Return the value of the option, and go on to it if it is the next argument.
	 * @return the value
	 * @throws UsageException if there is none
	 */
	String value() {
		if (this.value != null) {
			return this.value;
		}
		if (!this.arguments.hasNext()) {
			throw new UsageException(this.name + " needs a value");
		}
		return this.arguments.next();
	}

	/**
	 * Make sure that the option has no value.
	 * @throws UsageException if it has one
	 */
	void noValue() {
		if (this.value != null) {
			throw new UsageException(this.name + " takes no value");
		}
	}

}
