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

package io.wsgi.spring.boot.bridge;

import org.jspecify.annotations.Nullable;

/**
 * An event that Python code has published, for an {@code @EventListener}.
 *
 * @param application the name of the application, {@code default} for that of
 * {@code wsgi.app}
 * @param name the name of the event
 * @param payload what comes with it: text, a number, a truth value, a time, bytes, a
 * list, a map, or {@code null}
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public record PythonEvent(String application, String name, @Nullable Object payload) {

}
