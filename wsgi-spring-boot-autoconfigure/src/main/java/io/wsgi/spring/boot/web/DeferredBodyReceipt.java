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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

import io.wsgi.runtime.RequestBody;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The application's wish for the body of a request whose client waits for
 * {@code 100 Continue}. It goes the way of the response, so that the connection has one
 * thread only: that of the worker waits until the one of the connection has received the
 * body.
 *
 * @author wsgi-spring-boot contributors
 */
final class DeferredBodyReceipt implements ResponsePart {

	private static final Log logger = LogFactory.getLog(DeferredBodyReceipt.class);

	private final CompletableFuture<RequestBody> body = new CompletableFuture<>();

	/**
	 * Receive the body for the application.
	 * @param incoming where it comes in
	 * @param wanted whether the application still waits for it
	 */
	void answer(IncomingBody incoming, BooleanSupplier wanted) {
		try {
			this.body.complete(incoming.receiveLate(wanted));
		}
		catch (IOException | RuntimeException ex) {
			if (ex instanceof UncheckedIOException) {
				// The server's own failure, of which the application learns only that
				// there is no body
				logger.error(ex.getMessage(), ex);
			}
			this.body.completeExceptionally(ex);
		}
	}

	/**
	 * Wait for the body.
	 * @return the body
	 * @throws IOException if it cannot be received
	 */
	RequestBody await() throws IOException {
		try {
			return this.body.join();
		}
		catch (CompletionException ex) {
			throw new IOException("The request body could not be received", ex.getCause());
		}
	}

	@Override
	public long size() {
		return 0;
	}

	@Override
	public void writeTo(OutputStream output, FileThreads threads) {
	}

	@Override
	public void discard() {
		this.body.completeExceptionally(new IOException("The request is over"));
	}

}
