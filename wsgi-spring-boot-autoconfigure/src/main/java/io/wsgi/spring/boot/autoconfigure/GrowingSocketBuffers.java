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

package io.wsgi.spring.boot.autoconfigure;

import java.nio.ByteBuffer;

import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * The buffers of a connection, of which the one for what is sent is replaced by a larger
 * one while there is more to send than fits: Tomcat calls the system once for each
 * buffer, and so a dozen times for 100 KB. A connection that has nothing to send has the
 * small one only, because there may be thousands of them.
 *
 * @author wsgi-spring-boot contributors
 */
final class GrowingSocketBuffers extends SocketBufferHandler {

	private static final int LARGE_SIZE = 128 * 1024;

	private final ByteBuffer small;

	// As in Tomcat's own: threads take turns with a connection
	private volatile ByteBuffer buffer;

	private volatile boolean filling = true;

	private volatile boolean moreToCome;

	/**
	 * Create new buffers.
	 * @param readSize the size of the buffer for what is received
	 * @param writeSize the size of the small buffer for what is sent
	 * @param direct whether these buffers are outside of the heap
	 */
	GrowingSocketBuffers(int readSize, int writeSize, boolean direct) {
		super(readSize, 0, direct);
		this.small = direct ? ByteBuffer.allocateDirect(writeSize) : ByteBuffer.allocate(writeSize);
		this.buffer = this.small;
	}

	@Override
	public void configureWriteBufferForWrite() {
		if (this.filling) {
			return;
		}
		if (this.buffer.hasRemaining()) {
			this.buffer.compact();
		}
		else {
			if (this.moreToCome && this.buffer == this.small) {
				this.buffer = ByteBuffer.allocate(LARGE_SIZE);
			}
			this.buffer.clear();
		}
		this.filling = true;
	}

	@Override
	public void configureWriteBufferForRead() {
		if (this.filling) {
			this.moreToCome = !this.buffer.hasRemaining();
			this.buffer.flip();
			this.filling = false;
		}
	}

	/**
	 * Note that a part of what is in the buffer has been sent.
	 */
	void sent() {
		if (!this.filling && !this.moreToCome && this.buffer != this.small && !this.buffer.hasRemaining()) {
			this.buffer = this.small.clear();
			this.filling = true;
		}
	}

	@Override
	public ByteBuffer getWriteBuffer() {
		return this.buffer;
	}

	@Override
	public boolean isWriteBufferWritable() {
		return this.filling ? this.buffer.hasRemaining() : !this.buffer.hasRemaining();
	}

	@Override
	public boolean isWriteBufferEmpty() {
		return this.filling ? this.buffer.position() == 0 : !this.buffer.hasRemaining();
	}

	@Override
	public void reset() {
		super.reset();
		this.buffer = this.small.clear();
		this.filling = true;
		this.moreToCome = false;
	}

}
