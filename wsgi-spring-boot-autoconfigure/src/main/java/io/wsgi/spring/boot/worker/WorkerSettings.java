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

package io.wsgi.spring.boot.worker;

import java.time.Duration;

/**
 * What a {@link WorkerPool} is made with.
 *
 * @param name the name of the application, for threads and metrics
 * @param target the value of {@code wsgi.app}
 * @param threads how many threads of a worker may be in a call at a time
 * @param queueSize how many calls may wait
 * @param queueTimeout how long a call may wait
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public record WorkerSettings(String name, String target, int threads, int queueSize, Duration queueTimeout) {

}
