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

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

import io.wsgi.runtime.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way in: received whole before the application is called,
 * so that a slow client does not hold a Python thread. Only a client that waits for
 * {@code 100 Continue} is asked for it when the application wants it, and only so many of
 * them at a time that they cannot hold all threads.
 *
 * @author wsgi-spring-boot contributors
 */
final class IncomingBody implements AutoCloseable {

	private static final int BLOCK_SIZE = 65536;

	private final HttpServletRequest request;

	private final RequestBodySettings settings;

	private final ConsumedForm consumedForm;

	private final Semaphore deferrals;

	private @Nullable BodyFile file;

	private long length;

	private boolean deferred;

	/**
	 * Create a new body.
	 * @param request the request
	 * @param settings where the body is kept
	 * @param consumedForm writes a form anew
	 * @param deferrals one permit for each body that may be left to the application to
	 * ask for at a time
	 */
	IncomingBody(HttpServletRequest request, RequestBodySettings settings, ConsumedForm consumedForm,
			Semaphore deferrals) {
		this.request = request;
		this.settings = settings;
		this.consumedForm = consumedForm;
		this.deferrals = deferrals;
	}

	/**
	 * Receive the body, or prepare to.
	 * @return the body
	 * @throws BadRequestException if the body is too large, malformed or cut short
	 * @throws java.io.UncheckedIOException if it cannot be stored
	 */
	RequestBody begin() {
		this.length = this.request.getContentLengthLong();
		if (this.length > this.settings.maxSize() && this.settings.maxSize() >= 0) {
			throw tooLarge();
		}
		if (this.length > 0 && "100-continue".equalsIgnoreCase(this.request.getHeader("Expect"))
				&& this.deferrals.tryAcquire()) {
			this.deferred = true;
			return new RequestBody.Deferred(this.length);
		}
		try {
			return (this.length > 0 || isOfUnknownLength()) ? receive(this.request.getInputStream())
					: RequestBody.EMPTY;
		}
		catch (IOException ex) {
			throw new BadRequestException(ex.toString());
		}
	}

	private boolean isOfUnknownLength() throws IOException {
		if (this.length >= 0) {
			return false;
		}
		if (this.request.getHeader("Transfer-Encoding") != null) {
			if (this.request.getProtocol().equals("HTTP/1.0")) {
				// RFC 9112 section 6.1: a proxy may see the end of the request elsewhere
				throw new BadRequestException("Transfer-Encoding in HTTP/1.0");
			}
			return true;
		}
		// HTTP/2 frames a body without any header
		return this.request.getProtocol().startsWith("HTTP/2") && !this.request.getInputStream().isFinished();
	}

	/**
	 * Return the size of the body.
	 * @return the size in bytes, or {@code -1} if the request has none
	 */
	long length() {
		return this.length;
	}

	/**
	 * Receive a body that was deferred.
	 * @param wanted whether anybody still waits for it
	 * @return the body
	 * @throws IOException if the client has gone, or nobody waits any more
	 */
	RequestBody receiveLate(BooleanSupplier wanted) throws IOException {
		return receive(new WantedInput(this.request.getInputStream(), wanted));
	}

	private RequestBody receive(InputStream input) throws IOException {
		// What is empty was consumed before
		int limit = Math.max(this.settings.maxInMemorySize(), 1);
		byte[] start = (this.length >= 0) ? input.readNBytes((int) Math.min(this.length, limit))
				: input.readNBytes(limit);
		if (start.length > this.settings.maxSize() && this.settings.maxSize() >= 0) {
			throw tooLarge();
		}
		if (start.length == 0 && this.consumedForm.isForm(this.request)) {
			start = this.consumedForm.rebuild(this.request);
			this.length = start.length;
		}
		if (start.length == 0 && this.length > 0 && this.consumedForm.isMultipart(this.request)) {
			throw new BadRequestException("The multipart body was consumed");
		}
		boolean complete = start.length == this.length || start.length < limit;
		if (complete && this.length > start.length) {
			throw new IOException("The client closed the connection before the end of the body");
		}
		if (!complete) {
			return receiveIntoFile(start, input);
		}
		this.length = start.length;
		return new RequestBody.InMemory(start);
	}

	private RequestBody receiveIntoFile(byte[] start, InputStream input) throws IOException {
		BodyFile stored = new BodyFile(this.settings.directory());
		this.file = stored;
		long received = start.length;
		try (stored) {
			stored.write(start, start.length);
			byte[] block = new byte[BLOCK_SIZE];
			for (int count = input.read(block); count >= 0; count = input.read(block)) {
				received += count;
				if (received > this.settings.maxSize() && this.settings.maxSize() >= 0) {
					throw tooLarge();
				}
				stored.write(block, count);
			}
		}
		if (received < this.length) {
			throw new IOException("The client closed the connection before the end of the body");
		}
		this.length = received;
		return new RequestBody.InFile(stored.path(), received);
	}

	private BadRequestException tooLarge() {
		return new BadRequestException(413, "The request body is larger than wsgi.max-request-size");
	}

	/**
	 * Delete the file that was received, if any.
	 */
	@Override
	public void close() throws IOException {
		if (this.deferred) {
			this.deferrals.release();
		}
		if (this.file != null) {
			this.file.delete();
		}
	}

	/**
	 * Ends as soon as nobody wants the body any more, however slowly it comes.
	 */
	private static final class WantedInput extends FilterInputStream {

		private final BooleanSupplier wanted;

		WantedInput(InputStream input, BooleanSupplier wanted) {
			super(input);
			this.wanted = wanted;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			if (!this.wanted.getAsBoolean()) {
				throw new IOException("Nobody waits for the body any more");
			}
			return super.read(bytes, offset, length);
		}

	}

}
