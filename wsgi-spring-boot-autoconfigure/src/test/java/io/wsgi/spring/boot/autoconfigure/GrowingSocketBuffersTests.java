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

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GrowingSocketBuffers}.
 *
 * @author wsgi-spring-boot contributors
 */
class GrowingSocketBuffersTests {

	private static final int SMALL = 64;

	private static final int LARGE = 128 * 1024;

	private final GrowingSocketBuffers buffers = new GrowingSocketBuffers(SMALL, SMALL, false);

	private final ByteArrayOutputStream received = new ByteArrayOutputStream();

	private int writes;

	@Test
	void whatIsSmallStaysInTheSmallBuffer() {
		send(new byte[SMALL - 1], Integer.MAX_VALUE);
		assertThat(this.writes).isOne();
		assertThat(this.buffers.getWriteBuffer().capacity()).isEqualTo(SMALL);
	}

	@Test
	void whatIsLargeTakesFewWrites() {
		send(new byte[SMALL + LARGE + 1], Integer.MAX_VALUE);
		assertThat(this.writes).isEqualTo(3);
	}

	@Test
	void connectionThatHasSentAllHasTheSmallBufferOnly() {
		send(new byte[LARGE], Integer.MAX_VALUE);
		assertThat(this.buffers.isWriteBufferEmpty()).isTrue();
		assertThat(this.buffers.getWriteBuffer().capacity()).isEqualTo(SMALL);
	}

	@Test
	void whatIsSentInPartKeepsItsBuffer() {
		fill(new byte[SMALL]);
		this.buffers.configureWriteBufferForRead();
		write(SMALL);
		fill(new byte[SMALL]);
		this.buffers.configureWriteBufferForRead();
		write(SMALL - 1);
		assertThat(this.buffers.isWriteBufferEmpty()).isFalse();
		assertThat(this.buffers.getWriteBuffer().capacity()).isEqualTo(LARGE);
		assertThat(this.buffers.getWriteBuffer().remaining()).isOne();
	}

	@Test
	void nextConnectionFindsNothingOfTheLastOne() {
		fill(new byte[SMALL]);
		this.buffers.configureWriteBufferForRead();
		write(SMALL);
		fill(new byte[] { 1, 2, 3 });
		this.buffers.reset();
		assertThat(this.buffers.isWriteBufferEmpty()).isTrue();
		assertThat(this.buffers.isWriteBufferWritable()).isTrue();
		assertThat(this.buffers.getWriteBuffer().capacity()).isEqualTo(SMALL);
		send(new byte[] { 7 }, 1);
		assertThat(this.received.toByteArray()).endsWith(7).hasSize(SMALL + 1);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void allArrivesInOrderWhateverTheSocketTakes(long seed) {
		Random random = new Random(seed);
		ByteArrayOutputStream sent = new ByteArrayOutputStream();
		for (int i = 0; i < 200; i++) {
			byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 3 * SMALL : 2 * LARGE)];
			random.nextBytes(bytes);
			sent.writeBytes(bytes);
			send(bytes, 1 + random.nextInt(random.nextBoolean() ? SMALL : 2 * LARGE));
			assertThat(this.buffers.isWriteBufferEmpty()).isTrue();
		}
		assertThat(this.received.toByteArray()).isEqualTo(sent.toByteArray());
	}

	private void send(byte[] bytes, int taken) {
		fill(bytes, taken);
		flush(taken);
	}

	private void fill(byte[] bytes) {
		fill(bytes, Integer.MAX_VALUE);
	}

	// As Tomcat does: what does not fit is sent first
	private void fill(byte[] bytes, int taken) {
		ByteBuffer source = ByteBuffer.wrap(bytes);
		while (source.hasRemaining()) {
			this.buffers.configureWriteBufferForWrite();
			ByteBuffer target = this.buffers.getWriteBuffer();
			int count = Math.min(source.remaining(), target.remaining());
			target.put(source.slice(source.position(), count));
			source.position(source.position() + count);
			if (source.hasRemaining()) {
				flush(taken);
			}
		}
	}

	private void flush(int taken) {
		this.buffers.configureWriteBufferForRead();
		ByteBuffer source = this.buffers.getWriteBuffer();
		while (source.hasRemaining()) {
			write(taken);
		}
	}

	private void write(int taken) {
		ByteBuffer source = this.buffers.getWriteBuffer();
		byte[] bytes = new byte[Math.min(taken, source.remaining())];
		source.get(bytes);
		this.received.writeBytes(bytes);
		this.writes++;
		this.buffers.sent();
	}

}
