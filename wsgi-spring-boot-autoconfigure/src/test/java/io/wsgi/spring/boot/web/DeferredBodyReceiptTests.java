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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

import io.wsgi.runtime.RequestBody;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DeferredBodyReceipt}: how a body that is asked for late comes to the
 * application.
 *
 * @author wsgi-spring-boot contributors
 */
class DeferredBodyReceiptTests {

	private static final byte[] CONTENT = { 1, 2, 3 };

	private final Semaphore deferrals = new Semaphore(1);

	private final MockHttpServletRequest request = new MockHttpServletRequest("PUT", "/") {

		// Also when the client has sent less
		@Override
		public long getContentLengthLong() {
			return CONTENT.length;
		}

	};

	private HttpExchange exchange;

	@BeforeEach
	void createExchange() {
		this.request.addHeader("Expect", "100-continue");
		this.request.setContent(CONTENT);
		this.exchange = new HttpExchange(() -> "PUT /", "", new RequestBody.Deferred(3), null,
				new ResponseBufferSettings(0, null), new FileThreads());
	}

	@Test
	void bodyIsReceivedByTheThreadOfTheConnection() throws Exception {
		FutureTask<RequestBody> received = start(this.exchange::receive);
		answer(incoming());
		assertContent(received.get());
		assertContent(this.exchange.receive());
	}

	@Test
	void bodyCannotBeReceivedWhenTheClientGoes() {
		FutureTask<RequestBody> received = start(this.exchange::receive);
		this.request.setContent(new byte[0]);
		answer(incoming());
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(received::get)
			.withCauseInstanceOf(IOException.class);
	}

	@Test
	void applicationDoesNotWaitAnyMoreWhenItIsInterrupted() throws Exception {
		FutureTask<RequestBody> received = start(this.exchange::receive);
		DeferredBodyReceipt taken = (DeferredBodyReceipt) this.exchange.response().take();
		this.exchange.timedOut();
		assertThat(this.exchange.response().take()).isNull();
		assertThat(received.isDone()).isFalse();
		this.exchange.interrupted();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(received::get)
			.withCauseInstanceOf(IOException.class);
		// The rest of the body is not waited for
		IncomingBody incoming = incoming();
		taken.answer(incoming, this.exchange.response()::isPending);
		assertThat(this.request.getInputStream().readAllBytes()).isEqualTo(CONTENT);
	}

	@Test
	void applicationDoesNotWaitAnyMoreWhenTheClientHasGone() {
		FutureTask<RequestBody> received = start(this.exchange::receive);
		assertThat(this.exchange.response().take()).isInstanceOf(DeferredBodyReceipt.class);
		this.exchange.clientGone();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(received::get)
			.withCauseInstanceOf(IOException.class);
	}

	@Test
	void bodyIsNotAskedForWhenTheRequestIsOver() {
		this.exchange.send("200 OK", new byte[0], true);
		assertThatExceptionOfType(IOException.class).isThrownBy(this.exchange::receive);
	}

	@Test
	void furtherBodiesAreReceivedAtOnce() throws Exception {
		try (IncomingBody first = incoming()) {
			assertThat(first.begin()).isInstanceOf(RequestBody.Deferred.class);
			try (IncomingBody second = incoming()) {
				assertContent(second.begin());
			}
			assertThat(this.deferrals.availablePermits()).isZero();
		}
		assertThat(this.deferrals.availablePermits()).isOne();
	}

	private void answer(IncomingBody incoming) {
		assertThat(incoming.begin()).isInstanceOf(RequestBody.Deferred.class);
		((DeferredBodyReceipt) this.exchange.response().take()).answer(incoming, this.exchange.response()::isPending);
	}

	private IncomingBody incoming() {
		return new IncomingBody(this.request, new RequestBodySettings(-1, 1024, null), new BodyStorage(-1),
				new ConsumedForm(), this.deferrals);
	}

	private void assertContent(RequestBody body) {
		assertThat(body).isInstanceOfSatisfying(RequestBody.InMemory.class,
				(received) -> assertThat(received.bytes()).isEqualTo(CONTENT));
	}

	private static <T> FutureTask<T> start(Callable<T> call) {
		FutureTask<T> task = new FutureTask<>(call);
		Thread.ofPlatform().daemon().start(task);
		return task;
	}

}
