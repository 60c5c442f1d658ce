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

package io.wsgi.spring.boot.web;

import java.time.Duration;

/**
 * How WebSockets are served.
 *
 * @param maxMessageSize how large a message of a client may be, in bytes
 * @param pingInterval after which time without a message of the client it gets a ping;
 * zero for never
 * @param pingTimeout how long the client may take to answer; zero for no limit
 * @param compression whether compression is negotiated
 * @param open those there are
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public record WebSocketSettings(int maxMessageSize, Duration pingInterval, Duration pingTimeout, boolean compression,
		OpenWebSockets open) {

}
