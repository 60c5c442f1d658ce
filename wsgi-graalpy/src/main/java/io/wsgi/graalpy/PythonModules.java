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

import java.util.ArrayList;
import java.util.List;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;

/**
 * The modules of an interpreter that are the Python half of this project.
 *
 * @author wsgi-spring-boot contributors
 */
final class PythonModules {

	private final Context context;

	PythonModules(Context context) {
		this.context = context;
	}

	/**
	 * Import a module that is the same for every Python.
	 * @param name its name within the package
	 * @return the module
	 */
	Value core(String name) {
		return module("wsgi_spring_boot." + name);
	}

	/**
	 * Import a module for GraalPy.
	 * @param name its name within the package
	 * @return the module
	 */
	Value graalPy(String name) {
		return module("wsgi_graalpy." + name);
	}

	private Value module(String name) {
		return this.context.eval("python", "__import__('importlib').import_module").execute(name);
	}

	/**
	 * Return where modules are looked for.
	 * @return the entries of {@code sys.path}
	 */
	List<String> path() {
		Value path = this.context.eval("python", "__import__('sys').path");
		List<String> entries = new ArrayList<>();
		for (long i = 0; i < path.getArraySize(); i++) {
			entries.add(path.getArrayElement(i).asString());
		}
		return entries;
	}

}
