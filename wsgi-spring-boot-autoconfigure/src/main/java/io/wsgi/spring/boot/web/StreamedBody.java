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
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A body that is received part by part, as the application asks for it, on a virtual
 * thread of its own: the response may be sent meanwhile.
 *
 * @author wsgi-spring-boot contributors
 */
final class StreamedBody {

	private static final Log logger = LogFactory.getLog(StreamedBody.class);

	private static final int BLOCK_SIZE = 65536;

	private static final byte[] NOTHING = new byte[0];

	private final HttpServletRequest request;

	private final long announced;

	private final long maxSize;

	private final ConsumedForm consumedForm;

	private final Semaphore asked = new Semaphore(0);

	private final CountDownLatch ended = new CountDownLatch(1);

	private @Nullable AsyncHttpExchange exchange;

	private volatile boolean over;

	private volatile long length;

	private volatile int failure;

	private volatile boolean receiving;

	/**
	 * Create a new body.
	 * @param request the request
	 * @param maxSize how large the body may be, or a negative number for no limit
	 * @param consumedForm writes a form anew
	 */
	StreamedBody(HttpServletRequest request, long maxSize, ConsumedForm consumedForm) {
		this.request = request;
		this.announced = request.getContentLengthLong();
		this.maxSize = maxSize;
		this.consumedForm = consumedForm;
	}

	/**
	 * Receive the next part for the application.
	 * @param receiver the exchange, always the same one
	 */
	void ask(AsyncHttpExchange receiver) {
		if (this.exchange == null) {
			this.exchange = receiver;
			Thread.ofVirtual().name("wsgi-request-body").start(() -> receive(receiver));
		}
		this.asked.release();
	}

	private void receive(AsyncHttpExchange receiver) {
		try {
			ServletInputStream input = this.request.getInputStream();
			byte[] recorded = RecordedBody.complete(this.request, input, this.announced);
			boolean last = false;
			while (!last && isAsked()) {
				this.receiving = true;
				byte[] part = (recorded != null) ? recorded : next(input);
				last = recorded != null || part.length == 0;
				this.length += part.length;
				if (this.maxSize >= 0 && this.length > this.maxSize) {
					throw new BadRequestException(413, "The request body is larger than wsgi.max-request-size");
				}
				if (part.length == 0 && this.length == 0 && this.announced > 0) {
					part = this.consumedForm.rebuild(this.request);
					this.length = part.length;
				}
				if (last && recorded == null && this.length < this.announced) {
					throw new IOException("The client closed the connection before the end of the body");
				}
				last |= this.length == this.announced;
				this.receiving = false;
				receiver.received(part, last);
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("The body of a request could not be received", ex);
			this.failure = (ex instanceof BadRequestException refused) ? refused.status() : 400;
			receiver.clientGone();
			receiver.response().end(ResponseOutcome.FAILED);
		}
		finally {
			this.ended.countDown();
		}
	}

	private boolean isAsked() {
		this.asked.acquireUninterruptibly();
		return !this.over;
	}

	private byte[] next(ServletInputStream input) throws IOException {
		byte[] block = new byte[BLOCK_SIZE];
		int count = input.read(block);
		while (count > 0 && count < block.length && input.available() > 0) {
			int more = input.read(block, count, block.length - count);
			if (more < 0) {
				break;
			}
			count += more;
		}
		return (count > 0) ? Arrays.copyOf(block, count) : NOTHING;
	}

	/**
	 * Return how much has been received.
	 * @return the size in bytes
	 */
	long length() {
		return this.length;
	}

	/**
	 * Return why the body could not be received.
	 * @return the status for the client, or {@code 0}
	 */
	int failure() {
		return this.failure;
	}

	/**
	 * Return whether the client is waited for.
	 * @return whether it is
	 */
	boolean isReceiving() {
		return this.receiving;
	}

	/**
	 * Return whether nobody reads from the client any more.
	 * @return whether all of the body has come
	 */
	boolean isReceived() {
		return this.ended.getCount() == 0;
	}

	/**
	 * Receive nothing any more. Returns when nobody uses the request any more.
	 */
	void end() {
		this.over = true;
		this.asked.release();
		if (this.exchange != null) {
			try {
				this.ended.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
