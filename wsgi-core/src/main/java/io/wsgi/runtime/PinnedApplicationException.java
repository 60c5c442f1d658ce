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

package io.wsgi.runtime;

import java.util.List;

/**
 * Thrown when settings need workers that can be copied or replaced, but the application
 * has loaded native modules, which tie it to its first worker.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public class PinnedApplicationException extends RuntimeException {

	private final String target;

	private final boolean onePerProcess;

	private final List<String> nativeModules;

	/**
	 * Create a new exception.
	 * @param target the value of {@code wsgi.app}
	 * @param onePerProcess whether a process can have one interpreter of this Python
	 * only, whatever the application imports
	 * @param nativeModules the name of each module, followed by those of the modules that
	 * led to it
	 */
	public PinnedApplicationException(String target, boolean onePerProcess, List<String> nativeModules) {
		super("The WSGI application '" + target + "' "
				+ (onePerProcess ? "runs on " + String.join(", ", nativeModules) + ": it has one worker, which stays"
						: "has loaded native modules, which work in one worker only"));
		this.target = target;
		this.onePerProcess = onePerProcess;
		this.nativeModules = List.copyOf(nativeModules);
	}

	/**
	 * Return the application.
	 * @return the value of {@code wsgi.app}
	 */
	public String getTarget() {
		return this.target;
	}

	/**
	 * Return whether a process can have one interpreter of this Python only.
	 * @return whether it is so whatever the application imports
	 */
	public boolean isOnePerProcess() {
		return this.onePerProcess;
	}

	/**
	 * Return the native modules.
	 * @return the name of each module, followed by those of the modules that led to it
	 */
	public List<String> getNativeModules() {
		return this.nativeModules;
	}

}
