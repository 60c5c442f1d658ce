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
 * An exchange with an application that waits on an event loop: none of the methods waits
 * for the client. What {@link Exchange#send} returns {@code false} for was taken all the
 * same: there is too much already, and {@link CallEvent#RESUME} follows when the client
 * has taken most of it, or another event that ends the call.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public interface AsyncExchange extends Exchange {

	/**
	 * Called before {@link #begun()}.
	 * @param events takes what the call of the application is to be told, on any thread
	 */
	void attach(Events events);

	/**
	 * Put what surrounds the call on the current thread, which does something for it.
	 * @return takes it off again, or {@code null} if nothing surrounds it
	 */
	default @Nullable Runnable enter() {
		return null;
	}

	/**
	 * Ask for a part of a {@link RequestBody.Deferred deferred} body, which follows as
	 * {@link CallEvent#BODY} or {@link CallEvent#LAST_BODY}. On a WebSocket, take note
	 * that the application has taken a message.
	 */
	void askForBody();

	/**
	 * Called when the loop is about to end, or the application was replaced: what would
	 * go on without end is to be brought to one.
	 */
	default void draining() {
	}

	/**
	 * Return whether the time limit of calls counts for it.
	 * @return whether it does
	 */
	default boolean isLimited() {
		return true;
	}

	/**
	 * Takes what a call is to be told.
	 */
	@FunctionalInterface
	interface Events {

		/**
		 * Tell the call.
		 * @param event the event
		 * @param payload what belongs to it, or {@code null}
		 */
		void add(CallEvent event, @Nullable Object payload);

	}

}
