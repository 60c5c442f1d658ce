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

/**
 * What a call of an application on an event loop may wait for. Python knows them by their
 * number.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public enum CallEvent {

	/**
	 * The client has taken most of what was sent; without payload.
	 */
	RESUME,

	/**
	 * A part of the body has come, as bytes, and more may follow.
	 */
	BODY,

	/**
	 * The last part of the body has come, as bytes.
	 */
	LAST_BODY,

	/**
	 * The client has gone. The payload tells whether to cancel the call, unless it
	 * listens for that.
	 */
	DISCONNECT,

	/**
	 * The call is to be cancelled; the payload is the reason as text.
	 */
	CANCEL,

	/**
	 * A message has come through a WebSocket, as text or bytes.
	 */
	MESSAGE,

	/**
	 * A WebSocket was closed. The payload is the code, a space and the reason as text.
	 */
	CLOSED

}
