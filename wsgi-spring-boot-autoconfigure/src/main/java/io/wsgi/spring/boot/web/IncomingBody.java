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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

import io.wsgi.runtime.RequestBody;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
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

	private static final Log logger = LogFactory.getLog(IncomingBody.class);

	private static final int FIRST_SIZE = 16384;

	private static final int BLOCK_SIZE = 65536;

	private static final int SMALL_BLOCK_SIZE = 4096;

	private final HttpServletRequest request;

	private final RequestBodySettings settings;

	private final BodyStorage storage;

	private final BodyBudget.Share share;

	private final ConsumedForm consumedForm;

	private final Semaphore deferrals;

	private @Nullable BodyFile file;

	private long length;

	private boolean deferred;

	private boolean ended;

	/**
	 * Create a new body.
	 * @param request the request
	 * @param settings where the body is kept
	 * @param storage what is shared with other bodies
	 * @param consumedForm writes a form anew
	 * @param deferrals one permit for each body that may be left to the application to
	 * ask for at a time
	 */
	IncomingBody(HttpServletRequest request, RequestBodySettings settings, BodyStorage storage,
			ConsumedForm consumedForm, Semaphore deferrals) {
		this.request = request;
		this.settings = settings;
		this.storage = storage;
		this.share = storage.budget().newShare();
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
		if (this.length > 0) {
			checkSize(this.length);
			this.share.announce(this.length);
			if ("100-continue".equalsIgnoreCase(this.request.getHeader("Expect")) && this.deferrals.tryAcquire()) {
				this.deferred = true;
				return new RequestBody.Deferred(this.length);
			}
		}
		try {
			return (this.length > 0 || isOfUnknownLength()) ? receive(this.request.getInputStream(), () -> true)
					: RequestBody.EMPTY;
		}
		catch (IOException ex) {
			throw new BadRequestException(ex.toString());
		}
	}

	/**
	 * Tell whether the body may be larger than a size, or is only sent when it is asked
	 * for.
	 * @param size the size in bytes
	 * @return whether it may
	 * @throws BadRequestException if the body is too large or malformed
	 */
	boolean isLargerThan(int size) {
		this.length = this.request.getContentLengthLong();
		if (this.length > 0) {
			checkSize(this.length);
			return this.length > size || "100-continue".equalsIgnoreCase(this.request.getHeader("Expect"));
		}
		try {
			return isOfUnknownLength();
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
		return this.request.getProtocol().startsWith("HTTP/2") && (!this.request.getInputStream().isFinished()
				|| AnnouncedBody.isMarked(this.request) || this.consumedForm.hasFields(this.request));
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
		return receive(this.request.getInputStream(), wanted);
	}

	private RequestBody receive(ServletInputStream stream, BooleanSupplier wanted) throws IOException {
		byte[] recorded = RecordedBody.complete(this.request, stream, this.length);
		if (recorded != null) {
			return recorded(recorded);
		}
		// A servlet container that does not mark them tells no more
		boolean finished = !AnnouncedBody.isMarked(this.request) && stream.isFinished();
		InputStream input = new WantedInput(stream, wanted);
		byte[] start = receiveIntoMemory(input);
		if (start.length == 0 && (finished || this.length > 0 || AnnouncedBody.isRead(this.request))) {
			start = this.consumedForm.rebuild(this.request);
			this.length = start.length;
			this.share.hold(start.length);
		}
		checkSize(start.length);
		if (!this.ended && start.length != this.length) {
			return receiveIntoFile(start, input);
		}
		checkComplete(start.length);
		this.length = start.length;
		return new RequestBody.InMemory(start);
	}

	private RequestBody recorded(byte[] body) {
		checkSize(body.length);
		this.share.hold(body.length);
		this.share.holdMemory(body.length);
		this.length = body.length;
		return new RequestBody.InMemory(body);
	}

	/**
	 * Receive as much of the body as may be kept in memory, which grows with it: a client
	 * that announces a body need not send it.
	 * @param input the body
	 * @return its begin, or all of it
	 * @throws IOException if the client has gone
	 */
	private byte[] receiveIntoMemory(InputStream input) throws IOException {
		// Also with a limit of 0: what is empty was consumed before
		int limit = Math.max(this.settings.maxInMemorySize(), 1);
		int wanted = (this.length >= 0) ? (int) Math.min(this.length, limit) : limit;
		int size = Math.min(wanted, FIRST_SIZE);
		byte[] bytes = new byte[this.share.holdMemory(size) ? size : 1];
		int count = 0;
		while (!this.ended && count < wanted) {
			if (count == bytes.length) {
				// What is announced is rarely not sent
				size = (int) Math.min(wanted, ((this.length >= 0) ? 8L : 2L) * count);
				if (!this.share.holdMemory(size)) {
					break;
				}
				bytes = Arrays.copyOf(bytes, size);
			}
			int block = Math.min(bytes.length - count, BLOCK_SIZE);
			this.share.hold(count + block);
			int received = input.readNBytes(bytes, count, block);
			count += received;
			this.ended = received < block;
		}
		this.share.hold(count);
		return this.ended ? Arrays.copyOf(bytes, count) : bytes;
	}

	private RequestBody receiveIntoFile(byte[] start, InputStream input) throws IOException {
		BodyFile stored = BodyFile.create(this.storage.threads(), this.settings.directory());
		this.file = stored;
		stored.write(start, start.length);
		long received = start.length;
		byte[] block = new byte[this.share.holdMemory(BLOCK_SIZE) ? BLOCK_SIZE : SMALL_BLOCK_SIZE];
		int count = block.length;
		while (count == block.length) {
			count = input.readNBytes(block, 0, block.length);
			received += count;
			checkSize(received);
			this.share.hold(received);
			stored.write(block, count);
		}
		stored.close();
		this.share.holdMemory(0);
		checkComplete(received);
		this.length = received;
		return new RequestBody.InFile(stored.path(), received);
	}

	private void checkComplete(long received) throws IOException {
		if (received < this.length) {
			throw new IOException("The client closed the connection before the end of the body");
		}
	}

	private void checkSize(long size) {
		if (size > this.settings.maxSize() && this.settings.maxSize() >= 0) {
			throw new BadRequestException(413, "The request body is larger than wsgi.max-request-size");
		}
	}

	/**
	 * Delete the file that was received, if any.
	 */
	@Override
	public void close() {
		if (this.deferred) {
			this.deferrals.release();
		}
		try {
			if (this.file != null) {
				this.file.delete();
			}
		}
		catch (UncheckedIOException ex) {
			// The response does not depend on it, and has been sent
			logger.warn("The temporary file of a request body could not be deleted", ex);
		}
		finally {
			this.share.close();
		}
	}

}
