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

/**
 * What has something to close before a checkpoint of the process, and to open after a
 * restore.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public interface CheckpointParticipant {

	/**
	 * Close what is open. No request is in flight. An exception prevents the checkpoint.
	 */
	void beforeCheckpoint();

	/**
	 * Open it again. The environment variables, the
	 * {@link org.springframework.core.env.Environment} and the beans with properties are
	 * those of the new launch, and requests are not accepted yet. An exception ends the
	 * process.
	 */
	void afterRestore();

}
