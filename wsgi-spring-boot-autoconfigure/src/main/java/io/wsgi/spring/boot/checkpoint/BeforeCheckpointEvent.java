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

package io.wsgi.spring.boot.checkpoint;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * Published before a checkpoint of the process, when no request is in flight any more.
 * Listeners close what is open, such as connections and files. An exception that one of
 * them throws prevents the checkpoint.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public class BeforeCheckpointEvent extends ApplicationContextEvent {

	/**
	 * Create a new event.
	 * @param context the application
	 */
	public BeforeCheckpointEvent(ApplicationContext context) {
		super(context);
	}

}
