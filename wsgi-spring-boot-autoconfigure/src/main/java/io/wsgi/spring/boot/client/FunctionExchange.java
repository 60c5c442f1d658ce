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

package io.wsgi.spring.boot.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.RequestBody;
import io.wsgi.spring.boot.web.CallScope;
import org.jspecify.annotations.Nullable;

/**
 * The call of a function on its way through a worker.
 *
 * @author wsgi-spring-boot contributors
 */
final class FunctionExchange implements Exchange {

	private static final int SUCCESS = 200;

	private static final int FAILURE = 500;

	private final String name;

	private final RequestBody.FunctionCall call;

	private final @Nullable CallScope scope;

	private final @Nullable ItemQueue items;

	private final CompletableFuture<String> answer = new CompletableFuture<>();

	private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

	private volatile @Nullable String sent;

	private volatile boolean cancelled;

	/**
	 * Create a new exchange.
	 * @param name names the call in the log
	 * @param text what is called, and with what
	 * @param scope surrounds the call, if anything does
	 * @param items takes what a generator yields; {@code null} if there is one result
	 */
	FunctionExchange(String name, String text, @Nullable CallScope scope, @Nullable ItemQueue items) {
		this.name = name;
		this.call = new RequestBody.FunctionCall(text);
		this.scope = scope;
		this.items = items;
	}

	/**
	 * Return what comes back last.
	 * @return the answer, which is not completed inside of Python
	 */
	CompletableFuture<String> answer() {
		return this.answer;
	}

	/**
	 * Return the end of the call, which may be after that of the answer.
	 * @return completes when the call is over
	 */
	CompletableFuture<@Nullable Void> over() {
		return this.over;
	}

	@Override
	public String environ() {
		return "";
	}

	@Override
	public RequestBody body() {
		return this.call;
	}

	@Override
	public void begun() {
		if (this.scope != null) {
			this.scope.open();
		}
	}

	@Override
	public void sendEarlyHints(String head) {
		throw new UnsupportedOperationException("A function has no early hints");
	}

	@Override
	public boolean send(@Nullable String head, byte[] body, boolean last) {
		String text = new String(body, StandardCharsets.US_ASCII);
		if (!last && this.items != null) {
			return this.items.put(text);
		}
		this.sent = text;
		return !this.answer.isDone();
	}

	@Override
	public boolean sendFile(String head, FileChannel file, long offset, long count, boolean last) {
		try {
			file.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		throw new UnsupportedOperationException("A function sends no file");
	}

	/**
	 * Note that nobody waits for the answer any more.
	 */
	void cancel() {
		this.cancelled = true;
	}

	/**
	 * Return whether nobody waits for the answer any more.
	 * @return whether it was cancelled
	 */
	boolean isCancelled() {
		return this.cancelled;
	}

	@Override
	public void refused() {
		fail(new PythonRejectedException(
				this.name + " was not called: no thread was free within wsgi.queue-timeout, or Python has stopped",
				null));
		this.over.complete(null);
	}

	@Override
	public void timedOut() {
		fail(this.cancelled ? new PythonClientException(this.name + " was cancelled")
				: new PythonTimeoutException(this.name + " took longer than its time limit"));
	}

	private void fail(PythonClientException failure) {
		if (this.items != null) {
			this.items.fail(failure);
		}
		this.answer.completeExceptionally(failure);
	}

	@Override
	public void interrupted() {
		if (this.items != null) {
			this.items.release();
		}
	}

	@Override
	public void ended(@Nullable String report) {
		String text = this.sent;
		if (this.scope != null) {
			this.scope.close((text != null) ? SUCCESS : FAILURE, report);
		}
		if (text != null) {
			if (this.items != null) {
				this.items.end(text);
			}
			this.answer.complete(text);
		}
		else {
			fail(new PythonClientException(this.name + " has ended without an answer: " + report));
		}
		this.over.complete(null);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
