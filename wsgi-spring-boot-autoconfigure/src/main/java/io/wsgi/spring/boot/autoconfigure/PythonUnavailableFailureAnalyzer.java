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

import io.wsgi.runtime.PythonUnavailableException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.ClassUtils;

/**
 * Tells what to install when there is no Python that could run.
 *
 * @author wsgi-spring-boot contributors
 */
class PythonUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<PythonUnavailableException> {

	private static final String GRAALPY = "io.wsgi.graalpy.GraalPyRuntime";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PythonUnavailableException cause) {
		String otherwise = ClassUtils.isPresent(GRAALPY, getClass().getClassLoader())
				? " Or run the application on GraalPy, with wsgi.runtime=graalpy." : "";
		return new FailureAnalysis(cause.getMessage(), cause.getAction() + otherwise, cause);
	}

}
