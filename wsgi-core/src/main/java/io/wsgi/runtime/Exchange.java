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

import java.io.IOException;
import java.nio.channels.FileChannel;

import org.jspecify.annotations.Nullable;

/**
 * One request and the response to it, as the Python side of the gateway sees them.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public interface Exchange {

	/**
	 * Return the CGI variables of the request: names and values in turn, separated by
	 * NUL, each character standing for one byte (PEP 3333, "Unicode Issues").
	 * @return the variables
	 */
	String environ();

	/**
	 * Return the body of the request.
	 * @return the body
	 */
	RequestBody body();

	/**
	 * Wait until a body that is {@link RequestBody.Deferred deferred} has been received.
	 * @return the body, which is not deferred again
	 * @throws IOException if the client does not send all of it, or the call has taken
	 * too long
	 */
	default RequestBody receive() throws IOException {
		throw new IllegalStateException("The body was not deferred");
	}

	/**
	 * Called on the thread that is about to call the application, before anything else,
	 * and followed by {@link #ended} on the same thread.
	 */
	default void begun() {
	}

	/**
	 * Called before the head of the response is sent, if the application tells the route
	 * that it chose.
	 * @param route the template of the route, such as {@code /items/<int:id>}
	 */
	default void routed(String route) {
	}

	/**
	 * Send an interim response (RFC 8297).
	 * @param head the status {@code 103}, and then the names and values of the headers,
	 * separated by line feeds
	 */
	void sendEarlyHints(String head);

	/**
	 * Send a part of the response. Waits while too much of it is queued for a slow
	 * client.
	 * @param head the status and then the names and values of the headers, separated by
	 * line feeds; {@code null} after the first part
	 * @param body some bytes of the body
	 * @param last whether the body ends with them
	 * @return whether the client still takes them
	 */
	boolean send(@Nullable String head, byte[] body, boolean last);

	/**
	 * Send a part of a file as the body of the response.
	 * @param head the status and headers
	 * @param file the open file, which the exchange closes
	 * @param offset where the part starts
	 * @param count how many bytes it has
	 * @param last whether the body ends with them
	 * @return whether the client still takes them
	 */
	boolean sendFile(String head, FileChannel file, long offset, long count, boolean last);

	/**
	 * Called instead of anything else when the application will not be called, because
	 * the exchange waited too long for its turn.
	 */
	void refused();

	/**
	 * Called when the call of the application has taken too long, before it is
	 * interrupted. Nothing is sent any more.
	 */
	void timedOut();

	/**
	 * Called after {@link #timedOut()}, when an exception is on its way to the thread of
	 * the call: only now is it let go if it waits in a method of this exchange, so that
	 * it sees the exception there.
	 */
	default void interrupted() {
	}

	/**
	 * Called when the call of the application is over, on its thread. A response that has
	 * not been completed by then never will be.
	 * @param report what went wrong, for the log, or {@code null}
	 */
	void ended(@Nullable String report);

}
