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

import org.jspecify.annotations.Nullable;

/**
 * What an interpreter loads.
 *
 * @param target the value of {@code wsgi.app}
 * @param kind the value of {@code wsgi.interface}
 * @param lifespan the value of {@code wsgi.lifespan}
 * @param multithread whether several threads may call the application at a time
 * @param multiprocess whether other interpreters may have loaded it too
 * @param hooks the functions to call beside it; {@code null} for none
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public record ApplicationSettings(String target, ApplicationInterface kind, LifespanMode lifespan, boolean multithread,
		boolean multiprocess, @Nullable Hooks hooks) {

	/**
	 * Create settings for an application whose interface is to be found out.
	 * @param target the value of {@code wsgi.app}
	 * @param multithread whether several threads may call the application at a time
	 * @param multiprocess whether other interpreters may have loaded it too
	 * @param hooks the functions to call beside it; {@code null} for none
	 */
	public ApplicationSettings(String target, boolean multithread, boolean multiprocess, @Nullable Hooks hooks) {
		this(target, ApplicationInterface.AUTO, LifespanMode.AUTO, multithread, multiprocess, hooks);
	}

	/**
	 * Functions that are called when the worker has loaded the application, before and
	 * after each request, and when the worker ends.
	 *
	 * @param source the value of {@code wsgi.hooks}
	 * @param worker the name of the worker
	 * @param age how many workers were started up to this one
	 */
	public record Hooks(String source, String worker, int age) {

	}

}
