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

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * What an application sends, as the thread of the connection sees it.
 *
 * @author wsgi-spring-boot contributors
 */
interface ResponseSource {

	/**
	 * Wait for something to send.
	 * @return the next part, or {@code null} when there will be none any more
	 * @throws IOException if the client has gone meanwhile
	 */
	@Nullable ResponsePart take() throws IOException;

	/**
	 * Return whether all that was sent so far has been taken.
	 * @return whether nothing is queued
	 */
	boolean isDrained();

	/**
	 * Return how far the response has come.
	 * @return how far
	 */
	ResponseOutcome outcome();

	/**
	 * Return status and headers.
	 * @return the lines, or {@code null} if there are none yet
	 */
	@Nullable String head();

	/**
	 * Return whether the application may send more.
	 * @return whether it may
	 */
	default boolean isPending() {
		return outcome() == ResponseOutcome.PENDING;
	}

}
