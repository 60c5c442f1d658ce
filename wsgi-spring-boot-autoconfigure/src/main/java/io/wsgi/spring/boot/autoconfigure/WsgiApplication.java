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

import io.wsgi.spring.boot.web.MountPath;

/**
 * An application that is configured.
 *
 * @param name the name, for threads and metrics
 * @param target what to load
 * @param path where to serve it
 * @param properties its settings
 * @author wsgi-spring-boot contributors
 */
record WsgiApplication(String name, String target, MountPath path, ApplicationProperties properties) {

	private static final String FUNCTIONS_ONLY = "wsgi_spring_boot.bridge.clients";

	/**
	 * Return what stands for an application where there is none, and only functions are
	 * called.
	 * @param name the name, for threads and metrics
	 * @param properties its settings
	 * @return the application
	 */
	static WsgiApplication functionsOnly(String name, ApplicationProperties properties) {
		return new WsgiApplication(name, FUNCTIONS_ONLY, MountPath.of("/"), properties);
	}

	/**
	 * Return whether requests are served with it.
	 * @return whether there is an application
	 */
	boolean isServed() {
		return !this.target.equals(FUNCTIONS_ONLY);
	}

}
