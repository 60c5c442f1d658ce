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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/**
 * A file that the kernel makes while it is read, as those in {@code /proc} and
 * {@code /sys}. It says to have no size, and GraalPy would read nothing. So there seems
 * to be more, until there is not.
 *
 * @author wsgi-spring-boot contributors
 */
final class KernelFileChannel implements SeekableByteChannel {

	private static final Path PROCESSES = Path.of("/proc");

	private static final Path SYSTEM = Path.of("/sys");

	private static final int BLOCK_SIZE = 65536;

	private final SeekableByteChannel file;

	KernelFileChannel(SeekableByteChannel file) {
		this.file = file;
	}

	static boolean isNeededFor(Path path) {
		return path.startsWith(PROCESSES) || path.startsWith(SYSTEM);
	}

	@Override
	public int read(ByteBuffer target) throws IOException {
		return this.file.read(target);
	}

	@Override
	public int write(ByteBuffer source) throws IOException {
		return this.file.write(source);
	}

	@Override
	public long position() throws IOException {
		return this.file.position();
	}

	@Override
	public SeekableByteChannel position(long position) throws IOException {
		this.file.position(position);
		return this;
	}

	@Override
	public long size() throws IOException {
		return Math.max(this.file.size(), this.file.position() + BLOCK_SIZE);
	}

	@Override
	public SeekableByteChannel truncate(long size) {
		throw new NonWritableChannelException();
	}

	@Override
	public boolean isOpen() {
		return this.file.isOpen();
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
