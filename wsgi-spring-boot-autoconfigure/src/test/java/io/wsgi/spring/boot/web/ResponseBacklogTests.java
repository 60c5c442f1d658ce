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
import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link ResponseBacklog}.
 *
 * @author wsgi-spring-boot contributors
 */
class ResponseBacklogTests {

	private static final int BLOCK = 100_000;

	private static final int MAX = 500_000;

	private final Random random = new Random(1);

	private final ByteArrayOutputStream added = new ByteArrayOutputStream();

	private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

	private final FileThreads threads = new FileThreads();

	@TempDir
	private Path directory;

	private ResponseBacklog backlog;

	@AfterEach
	void leavesNothingBehind() {
		if (this.backlog != null) {
			this.backlog.discard();
			this.backlog.takeGarbage().forEach(Runnable::run);
		}
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void littleIsKeptInMemory() {
		this.backlog = newBacklog(MAX);
		assertThat(this.backlog.isEmpty()).isTrue();
		add();
		assertThat(this.backlog.isFull()).isFalse();
		add();
		assertThat(this.backlog.isFull()).isTrue();
		assertThat(this.backlog.canSpill()).isTrue();
		takeAll();
	}

	@Test
	void moreGoesToTheFileUntilThatIsFull() {
		this.backlog = spilling();
		for (int i = 0; i < 5; i++) {
			add();
			assertThat(this.backlog.isFull()).isFalse();
		}
		add();
		assertThat(this.backlog.isFull()).isTrue();
		assertThat(this.backlog.canSpill()).isFalse();
		takeAll();
		assertThat(this.backlog.isFull()).isFalse();
	}

	@Test
	void fileIsReadWhileItIsWritten() {
		this.backlog = spilling();
		for (int i = 0; i < 100; i++) {
			add();
			take();
			if (i % 3 == 0) {
				take();
			}
		}
		takeAll();
	}

	@Test
	void memoryIsUsedAgainWhenTheFileHasBeenTaken() {
		this.backlog = spilling();
		add();
		takeAll();
		assertThat(this.backlog.canSpill()).isTrue();
		add();
		add();
		assertThat(this.backlog.isFull()).isTrue();
		spill();
		add();
		takeAll();
	}

	@Test
	void whatIsNotBytesKeepsItsPlace() {
		this.backlog = spilling();
		add();
		DeferredBodyReceipt request = new DeferredBodyReceipt();
		this.backlog.add(request);
		add();
		assertThat(this.backlog.isFull()).isTrue();
		for (int size = 0; size < 3 * BLOCK; size = this.taken.size()) {
			take();
		}
		assertThat(this.backlog.poll()).isSameAs(request);
		takeAll();
	}

	@Test
	void nothingGoesToAFileThatCannotBeMade() {
		this.backlog = new ResponseBacklog(new ResponseBufferSettings(MAX, this.directory.resolve("missing")),
				this.threads);
		add();
		add();
		spill();
		assertThat(this.backlog.isFull()).isTrue();
		assertThat(this.backlog.canSpill()).isFalse();
		add();
		takeAll();
	}

	@Test
	void nothingGoesToAFileWhenThereIsToBeNone() {
		this.backlog = newBacklog(0);
		add();
		add();
		assertThat(this.backlog.isFull()).isTrue();
		assertThat(this.backlog.canSpill()).isFalse();
		takeAll();
	}

	@Test
	void whatIsDiscardedIsGone() {
		this.backlog = spilling();
		add();
		this.backlog.discard();
		assertThat(this.backlog.isEmpty()).isTrue();
		assertThat(this.backlog.isFull()).isFalse();
	}

	private ResponseBacklog spilling() {
		this.backlog = newBacklog(MAX);
		add();
		add();
		spill();
		return this.backlog;
	}

	private ResponseBacklog newBacklog(long maxSize) {
		return new ResponseBacklog(new ResponseBufferSettings(maxSize, this.directory), this.threads);
	}

	private void add() {
		byte[] bytes = new byte[BLOCK];
		this.random.nextBytes(bytes);
		this.added.writeBytes(bytes);
		ResponseSpill.Write write = this.backlog.add(new ResponsePart.Bytes(bytes));
		if (write != null) {
			write(write);
		}
		assertThat(this.backlog.isEmpty()).isFalse();
	}

	private void write(ResponseSpill.Write write) {
		assertThatNoException().isThrownBy(write::run);
		this.backlog.added(write, null);
	}

	private void spill() {
		try {
			this.backlog.spill(this.backlog.prepareSpill());
		}
		catch (IOException ex) {
			this.backlog.doNotSpill(ex);
		}
	}

	private void take() {
		ResponsePart part = this.backlog.poll();
		ResponseSpill.Read read = (part != null) ? null : this.backlog.next();
		if (read != null) {
			part = read.run();
			this.backlog.taken(read);
		}
		if (part instanceof ResponsePart.Bytes bytes) {
			this.taken.writeBytes(bytes.content());
		}
	}

	private void takeAll() {
		while (!this.backlog.isEmpty()) {
			take();
		}
		assertThat(this.backlog.poll()).isNull();
		assertThat(this.taken.toByteArray()).isEqualTo(this.added.toByteArray());
	}

}
