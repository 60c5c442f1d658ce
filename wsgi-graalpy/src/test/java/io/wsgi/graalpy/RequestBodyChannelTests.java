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

package io.wsgi.graalpy;

import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RequestBodyChannel}.
 *
 * @author wsgi-spring-boot contributors
 */
class RequestBodyChannelTests {

	private final RequestBodyChannel channel = new RequestBodyChannel();

	@Test
	void channelIsEmptyUntilABodyIsAttached() {
		assertThat(this.channel.size()).isZero();
		assertThat(this.channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
	}

	@Test
	void bodyIsReadInPieces() {
		this.channel.attach(new byte[] { 1, 2, 3 });
		assertThat(this.channel.size()).isEqualTo(3);
		ByteBuffer target = ByteBuffer.allocate(2);
		assertThat(this.channel.read(target)).isEqualTo(2);
		assertThat(target.array()).containsExactly(1, 2);
		assertThat(target.hasRemaining()).isFalse();
		assertThat(this.channel.position()).isEqualTo(2);
		target.clear();
		assertThat(this.channel.read(target)).isOne();
		assertThat(target.position()).isOne();
		assertThat(target.get(0)).isEqualTo((byte) 3);
		assertThat(this.channel.read(target)).isEqualTo(-1);
	}

	@Test
	void nextBodyIsReadFromItsStart() {
		this.channel.attach(new byte[] { 1, 2, 3 });
		this.channel.read(ByteBuffer.allocate(2));
		this.channel.attach(new byte[] { 4 });
		ByteBuffer target = ByteBuffer.allocate(8);
		assertThat(this.channel.read(target)).isOne();
		assertThat(target.get(0)).isEqualTo((byte) 4);
	}

	@Test
	void detachedBodyIsNotReadAnyMore() {
		this.channel.attach(new byte[] { 1 });
		this.channel.detach();
		assertThat(this.channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
	}

	@Test
	void closingForgetsTheBodyAndLeavesTheChannelUsable() {
		this.channel.attach(new byte[] { 1 });
		this.channel.close();
		assertThat(this.channel.size()).isZero();
		assertThat(this.channel.isOpen()).isTrue();
		this.channel.attach(new byte[] { 2 });
		assertThat(this.channel.read(ByteBuffer.allocate(1))).isOne();
	}

	@Test
	void positionIsKeptInsideOfTheBody() throws Exception {
		this.channel.attach(new byte[] { 1, 2 });
		assertThat(this.channel.position(1).position()).isOne();
		assertThat(this.channel.position(5).position()).isEqualTo(2);
	}

	@Test
	void channelCannotBeWritten() {
		assertThatExceptionOfType(NonWritableChannelException.class)
			.isThrownBy(() -> this.channel.write(ByteBuffer.allocate(1)));
		assertThatExceptionOfType(NonWritableChannelException.class).isThrownBy(() -> this.channel.truncate(0));
	}

}
