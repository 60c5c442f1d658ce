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
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a response that is sent in parts. Whoever puts them in waits while too
 * many of them are there, and has them kept in a file when the client turns out to be
 * slow.
 *
 * @author wsgi-spring-boot contributors
 */
final class ResponseStream {

	// For how long the application waits, in all, before its client counts as slow
	private static final long PATIENCE = 100_000_000;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final ResponsePipe pipe;

	private final ResponseBacklog backlog;

	private long patience = PATIENCE;

	/**
	 * Create a new stream.
	 * @param pipe knows how far the response has come
	 * @param backlog holds what was put in and not taken yet
	 */
	ResponseStream(ResponsePipe pipe, ResponseBacklog backlog) {
		this.pipe = pipe;
		this.backlog = backlog;
	}

	/**
	 * Put in a part of the response, and wait while there is too much.
	 * @param head the status and headers, or {@code null} if they are as before
	 * @param part the part
	 * @param last whether the response is complete with it
	 * @return whether the application should go on
	 */
	boolean put(@Nullable String head, ResponsePart part, boolean last) {
		this.lock.lock();
		try {
			if (this.pipe.isOver()) {
				awaitInterruption();
				return false;
			}
			if (head != null) {
				this.pipe.head(head);
			}
			ResponseSpill.Write write = this.backlog.add(part);
			if (write != null) {
				store(write);
				if (this.pipe.isOver()) {
					awaitInterruption();
					return false;
				}
			}
			if (last) {
				this.pipe.end(ResponseOutcome.COMPLETE);
			}
			this.pipe.wakeTaker();
			while (this.backlog.isFull() && !this.pipe.isOver()) {
				awaitClient();
			}
			awaitInterruption();
			return (last || this.pipe.isPending()) && !this.pipe.isClientGone();
		}
		finally {
			List<Runnable> garbage = this.backlog.takeGarbage();
			this.lock.unlock();
			garbage.forEach(Runnable::run);
		}
	}

	private void store(ResponseSpill.Write write) {
		@Nullable IOException failure = new IOException("Interrupted by an error");
		this.lock.unlock();
		try {
			write.run();
			failure = null;
		}
		catch (IOException ex) {
			failure = ex;
		}
		finally {
			this.lock.lock();
			this.backlog.added(write, failure);
			this.changed.signalAll();
		}
	}

	private void awaitClient() {
		if (!this.backlog.canSpill()) {
			this.changed.awaitUninterruptibly();
		}
		else if (this.patience > 0) {
			try {
				this.patience = this.changed.awaitNanos(this.patience);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				this.patience = 0;
			}
		}
		else {
			spill();
		}
	}

	private void spill() {
		ResponseSpill made = null;
		IOException failure = null;
		this.lock.unlock();
		try {
			made = this.backlog.prepareSpill();
		}
		catch (IOException ex) {
			failure = ex;
		}
		finally {
			this.lock.lock();
		}
		if (made != null) {
			this.backlog.spill(made);
		}
		else if (failure != null) {
			this.backlog.doNotSpill(failure);
		}
	}

	/**
	 * Wait, after the time is over, until the exception that says so is on its way. Else
	 * it would come later, in the midst of the application's cleaning up.
	 */
	private void awaitInterruption() {
		while (this.pipe.isInterruptionDue()) {
			this.changed.awaitUninterruptibly();
		}
	}

	/**
	 * Let whoever waits look again at how far the response has come.
	 */
	void wake() {
		this.lock.lock();
		try {
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take the next part.
	 * @return the part, or {@code null} if there is none
	 */
	@Nullable ResponsePart take() {
		ResponsePart part;
		ResponseSpill.Read read;
		List<Runnable> garbage;
		this.lock.lock();
		try {
			part = this.backlog.poll();
			read = (part != null) ? null : this.backlog.next();
			garbage = noteTaken();
		}
		finally {
			this.lock.unlock();
		}
		garbage.forEach(Runnable::run);
		return (read != null) ? take(read) : part;
	}

	private ResponsePart take(ResponseSpill.Read read) {
		ResponsePart part = read.run();
		List<Runnable> garbage;
		this.lock.lock();
		try {
			this.backlog.taken(read);
			garbage = noteTaken();
		}
		finally {
			this.lock.unlock();
		}
		garbage.forEach(Runnable::run);
		return part;
	}

	private List<Runnable> noteTaken() {
		if (!this.pipe.isPending() && !this.backlog.isReady()) {
			this.backlog.discard();
		}
		this.changed.signalAll();
		return this.backlog.takeGarbage();
	}

	/**
	 * Forget what was not taken.
	 */
	void discard() {
		List<Runnable> garbage;
		this.lock.lock();
		try {
			this.backlog.discard();
			this.changed.signalAll();
			garbage = this.backlog.takeGarbage();
		}
		finally {
			this.lock.unlock();
		}
		garbage.forEach(Runnable::run);
	}

	/**
	 * Return whether something can be taken at once.
	 * @return whether something can
	 */
	boolean isReady() {
		this.lock.lock();
		try {
			return this.backlog.isReady();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether all that was put in has been taken.
	 * @return whether nothing is left
	 */
	boolean isDrained() {
		this.lock.lock();
		try {
			return this.backlog.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

}
