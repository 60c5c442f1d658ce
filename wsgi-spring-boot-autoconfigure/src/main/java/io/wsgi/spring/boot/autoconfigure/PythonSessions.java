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

import io.wsgi.spring.boot.bridge.jdbc.DatabaseAccess;
import io.wsgi.spring.boot.checkpoint.CheckpointParticipant;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;

/**
 * Gives connections that Python code keeps open, such as in a module, back to their pools
 * before a checkpoint, which ends the pools: they would be dead after it.
 *
 * @param access has them, if Python uses databases
 * @author wsgi-spring-boot contributors
 */
record PythonSessions(ObjectProvider<DatabaseAccess> access) implements CheckpointParticipant, Ordered {

	@Override
	public void beforeCheckpoint() {
		this.access.ifAvailable(DatabaseAccess::release);
	}

	@Override
	public void afterRestore() {
		// They connect when they are used
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
