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

package io.wsgi.testsupport;

import java.io.ByteArrayOutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * {@link Exchange} that records the response.
 *
 * @author wsgi-spring-boot contributors
 */
public class RecordedExchange implements Exchange {

	private final String path;

	private final RequestBody body;

	private final ByteArrayOutputStream response = new ByteArrayOutputStream();

	private final CountDownLatch over = new CountDownLatch(1);

	private volatile @Nullable String head;

	private volatile @Nullable String report;

	private volatile boolean complete;

	private volatile boolean refused;

	private volatile boolean timedOut;

	/**
	 * Create a new exchange for a GET request.
	 * @param path the path of the request
	 */
	public RecordedExchange(String path) {
		this(path, RequestBody.EMPTY);
	}

	/**
	 * Create a new exchange for a request with a body.
	 * @param path the path of the request
	 * @param body the body
	 */
	public RecordedExchange(String path, RequestBody body) {
		this.path = path;
		this.body = body;
	}

	@Override
	public String environ() {
		return String.join("\0", "REQUEST_METHOD", (this.body != RequestBody.EMPTY) ? "POST" : "GET", "SCRIPT_NAME", "",
				"PATH_INFO", this.path, "QUERY_STRING", "", "SERVER_NAME", "localhost", "SERVER_PORT", "80",
				"SERVER_PROTOCOL", "HTTP/1.1", "CONTENT_LENGTH", Long.toString(this.body.length()), "wsgi.url_scheme",
				"http");
	}

	@Override
	public RequestBody body() {
		return this.body;
	}

	@Override
	public void sendEarlyHints(String head) {
	}

	@Override
	public boolean send(@Nullable String head, byte[] body, boolean last) {
		if (head != null) {
			this.head = head;
		}
		synchronized (this.response) {
			this.response.writeBytes(body);
		}
		this.complete = last;
		return true;
	}

	@Override
	public boolean sendFile(String head, FileChannel file, long offset, long count, boolean last) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void refused() {
		this.refused = true;
		this.over.countDown();
	}

	@Override
	public void timedOut() {
		this.timedOut = true;
	}

	@Override
	public void ended(@Nullable String report) {
		this.report = report;
		this.over.countDown();
	}

	@Override
	public String toString() {
		return this.path;
	}

	/**
	 * Wait until the exchange is over.
	 * @return this
	 */
	public RecordedExchange await() {
		try {
			if (!this.over.await(2, TimeUnit.MINUTES)) {
				throw new AssertionError("The exchange for " + this.path + " is not over after two minutes");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return this;
	}

	public boolean isOver() {
		return this.over.getCount() == 0;
	}

	public boolean isRefused() {
		return this.refused;
	}

	public boolean isTimedOut() {
		return this.timedOut;
	}

	public boolean isComplete() {
		return this.complete;
	}

	public @Nullable String getHead() {
		return this.head;
	}

	public @Nullable String getReport() {
		return this.report;
	}

	public String getResponse() {
		synchronized (this.response) {
			return this.response.toString(StandardCharsets.ISO_8859_1);
		}
	}

}
