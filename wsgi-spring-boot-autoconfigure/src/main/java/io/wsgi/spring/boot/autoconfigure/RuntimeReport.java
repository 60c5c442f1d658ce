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

import java.nio.file.Path;

import io.wsgi.runtime.PythonRuntime;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.log.LogMessage;

/**
 * Tells in the log what Python runs on, and what to do if that is only an interpreter.
 *
 * @author wsgi-spring-boot contributors
 */
class RuntimeReport implements InitializingBean {

	private static final Log logger = LogFactory.getLog(RuntimeReport.class);

	private final PythonRuntime runtime;

	private final String encoding;

	RuntimeReport(PythonRuntime runtime, String encoding) {
		this.runtime = runtime;
		this.encoding = encoding;
	}

	@Override
	public void afterPropertiesSet() {
		reportRuntime();
		reportEncoding();
	}

	private void reportEncoding() {
		if (!this.encoding.equalsIgnoreCase("UTF-8")) {
			logger.warn(LogMessage.format(
					"The JVM takes names of files, arguments and the environment for %s, and characters beyond that "
							+ "get lost: start it with a locale of UTF-8, such as LC_ALL=C.UTF-8",
					this.encoding));
		}
	}

	private void reportRuntime() {
		Path executable = this.runtime.executable();
		if (executable != null) {
			logger.info(LogMessage.format("CPython %s of %s", this.runtime.version(), executable));
			return;
		}
		if (this.runtime.optimized()) {
			logger.info(LogMessage.format("Python %s on GraalPy %s with JIT", this.runtime.pythonVersion(),
					this.runtime.version()));
			return;
		}
		logger.warn(LogMessage.format(
				"Python %s on GraalPy %s is only interpreted, many times slower than with the JIT: start the JVM "
						+ "(JDK 25) with -XX:+UnlockExperimentalVMOptions -XX:+EnableJVMCI and --upgrade-module-path "
						+ "pointing to an existing directory with the Graal compiler %s (compiler, truffle-compiler, "
						+ "collections and word)",
				this.runtime.pythonVersion(), this.runtime.version(), this.runtime.version()));
	}

}
