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

import java.nio.file.Path;

/**
 * A CPython that can be loaded into this JVM.
 *
 * @param version the version, such as {@code 3.13.5}
 * @param freeThreaded whether it is a build without the global interpreter lock
 * @param executable the executable of the installation, or of the virtual environment
 * @param prefix the directory of the installation, or of the virtual environment
 * @param library the shared library
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public record PythonInstallation(String version, boolean freeThreaded, Path executable, Path prefix, Path library) {

	/**
	 * Return the minor version.
	 * @return the number between the dots, such as 13
	 */
	public int minorVersion() {
		return Integer.parseInt(this.version.split("\\.")[1]);
	}

}
