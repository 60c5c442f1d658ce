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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is read of a body before a WSGI application is found to be the one that it
 * is for. Belongs to one request.
 *
 * @author wsgi-spring-boot contributors
 */
final class RecordedBody implements AutoCloseable {

	private static final String ATTRIBUTE = RecordedBody.class.getName();

	private final int limit;

	private final BodyBudget.Share share;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private boolean recording = true;

	/**
	 * Create a new record.
	 * @param limit how many bytes may be kept
	 * @param share the share of the memory
	 */
	RecordedBody(int limit, BodyBudget.Share share) {
		this.limit = limit;
		this.share = share;
	}

	void attachTo(ServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
	}

	/**
	 * Return the body of a request of which something has been read.
	 * @param request the request
	 * @param rest what is left of the body, which is read if anything was
	 * @param length the length of the body that was announced, or {@code -1}
	 * @return all of the body, or {@code null} if nothing was read of it, or more than
	 * has been kept
	 * @throws IOException if the client has gone
	 */
	static byte @Nullable [] complete(ServletRequest request, InputStream rest, long length) throws IOException {
		return (request.getAttribute(ATTRIBUTE) instanceof RecordedBody recorded) ? recorded.complete(rest, length)
				: null;
	}

	private byte @Nullable [] complete(InputStream rest, long length) throws IOException {
		if (this.recording && this.bytes.size() > 0) {
			// Through this, as much as the servlet container has not read yet
			rest.transferTo(OutputStream.nullOutputStream());
		}
		boolean complete = this.recording && this.bytes.size() > 0 && (length < 0 || length == this.bytes.size());
		byte[] body = complete ? this.bytes.toByteArray() : null;
		close();
		return body;
	}

	/**
	 * Keep some more.
	 * @param buffer has what was read, and is left as it is
	 */
	void record(ByteBuffer buffer) {
		int size = this.bytes.size() + buffer.remaining();
		if (!this.recording) {
			return;
		}
		if (size > this.limit || !this.share.holdMemory(size)) {
			close();
			return;
		}
		byte[] block = new byte[buffer.remaining()];
		buffer.get(buffer.position(), block);
		this.bytes.writeBytes(block);
	}

	/**
	 * Forget what has been kept, and keep nothing any more.
	 */
	@Override
	public void close() {
		this.recording = false;
		this.bytes.reset();
		this.share.close();
	}

}
