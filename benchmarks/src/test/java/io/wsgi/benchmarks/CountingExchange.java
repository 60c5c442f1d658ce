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

package io.wsgi.benchmarks;

import java.nio.channels.FileChannel;
import java.util.concurrent.CountDownLatch;

import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * {@link Exchange} with a given request, which counts the bytes of the response.
 */
public final class CountingExchange implements Exchange {

	private final String environ;

	private final RequestBody body;

	private final CountDownLatch over = new CountDownLatch(1);

	private volatile int length;

	CountingExchange(String environ, RequestBody body) {
		this.environ = environ;
		this.body = body;
	}

	@Override
	public String environ() {
		return this.environ;
	}

	@Override
	public RequestBody body() {
		return this.body;
	}

	@Override
	public void sendEarlyHints(String head) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean send(@Nullable String head, byte[] body, boolean last) {
		if (head != null && !head.startsWith("200")) {
			throw new IllegalStateException(head);
		}
		this.length += body.length;
		return true;
	}

	@Override
	public boolean sendFile(String head, FileChannel file, long offset, long count, boolean last) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void refused() {
		this.over.countDown();
	}

	@Override
	public void timedOut() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void ended(@Nullable String report) {
		this.over.countDown();
	}

	void await() throws InterruptedException {
		this.over.await();
	}

	int length() {
		return this.length;
	}

}
