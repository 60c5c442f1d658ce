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

import io.wsgi.worker.WorkerSettings;

/**
 * Callback interface that can be implemented by beans wishing to change the settings that
 * the workers of an application are made with. Called when the properties have been
 * applied, in order.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@FunctionalInterface
public interface WorkerSettingsCustomizer {

	/**
	 * Customize the settings of an application.
	 * @param application the name of the application: {@code default} for
	 * {@code wsgi.app}, else that in {@code wsgi.apps}
	 * @param settings the settings, to be changed in place
	 */
	void customize(String application, WorkerSettings.Builder settings);

}
