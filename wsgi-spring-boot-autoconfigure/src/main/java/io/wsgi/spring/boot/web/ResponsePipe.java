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
 * Where the two threads of a request meet: the worker's thread puts in what the
 * application sends, and waits while too much of it is there; the thread of the
 * connection takes it out.
 *
 * @author wsgi-spring-boot contributors
 */
final class ResponsePipe {

	// For how long the application waits, in all, before its client counts as slow
	private static final long PATIENCE = 100_000_000;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition arrived = this.lock.newCondition();

	private final Condition taken = this.lock.newCondition();

	private final ResponseBacklog backlog;

	private long patience = PATIENCE;

	private Outcome outcome = Outcome.PENDING;

	private boolean interrupted;

	private boolean clientGone;

	private @Nullable String head;

	/**
	 * Create a new pipe.
	 * @param backlog holds what was put in and not taken yet
	 */
	ResponsePipe(ResponseBacklog backlog) {
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
			if (isOver()) {
				awaitInterruption();
				return false;
			}
			if (head != null) {
				this.head = head;
			}
			ResponseBacklog.Write write = this.backlog.add(part);
			if (write != null) {
				store(write);
				if (isOver()) {
					awaitInterruption();
					return false;
				}
			}
			if (last) {
				this.outcome = Outcome.COMPLETE;
			}
			this.arrived.signal();
			while (this.outcome == Outcome.PENDING && this.backlog.isFull() && !this.clientGone) {
				awaitClient();
			}
			awaitInterruption();
			return (last || this.outcome == Outcome.PENDING) && !this.clientGone;
		}
		finally {
			List<Runnable> garbage = this.backlog.takeGarbage();
			this.lock.unlock();
			garbage.forEach(Runnable::run);
		}
	}

	private boolean isOver() {
		return this.outcome != Outcome.PENDING || this.clientGone;
	}

	private void store(ResponseBacklog.Write write) {
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
			this.taken.signalAll();
		}
	}

	private void awaitClient() {
		if (!this.backlog.canSpill()) {
			this.taken.awaitUninterruptibly();
		}
		else if (this.patience > 0) {
			try {
				this.patience = this.taken.awaitNanos(this.patience);
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
		SpillFile file = null;
		IOException failure = null;
		this.lock.unlock();
		try {
			file = this.backlog.file();
		}
		catch (IOException ex) {
			failure = ex;
		}
		finally {
			this.lock.lock();
		}
		if (file != null) {
			this.backlog.spill(file);
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
		while (this.outcome == Outcome.TIMED_OUT && !this.interrupted) {
			this.taken.awaitUninterruptibly();
		}
	}

	/**
	 * Note that the exception which says that the time is over is on its way.
	 */
	void interrupted() {
		this.lock.lock();
		try {
			this.interrupted = true;
			this.taken.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Let no more come in, if the response is not complete.
	 * @param outcome why
	 */
	void end(Outcome outcome) {
		this.lock.lock();
		try {
			if (this.outcome == Outcome.PENDING) {
				this.outcome = outcome;
				this.arrived.signal();
				this.taken.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for something to send.
	 * @return the next part, or {@code null} when there will be none any more
	 */
	@Nullable ResponsePart take() {
		ResponsePart part;
		ResponseBacklog.Read read;
		List<Runnable> garbage;
		this.lock.lock();
		try {
			while (!this.backlog.isReady() && this.outcome == Outcome.PENDING) {
				this.arrived.awaitUninterruptibly();
			}
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

	private ResponsePart take(ResponseBacklog.Read read) {
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
		if (this.outcome != Outcome.PENDING && !this.backlog.isReady()) {
			this.backlog.discard();
		}
		this.taken.signalAll();
		return this.backlog.takeGarbage();
	}

	/**
	 * Tell the application, when it sends the next part, that nobody receives it.
	 */
	void clientGone() {
		List<Runnable> garbage;
		this.lock.lock();
		try {
			this.clientGone = true;
			this.backlog.discard();
			this.taken.signalAll();
			garbage = this.backlog.takeGarbage();
		}
		finally {
			this.lock.unlock();
		}
		garbage.forEach(Runnable::run);
	}

	/**
	 * Return whether all that was sent so far has been taken.
	 * @return whether nothing is queued
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

	boolean isPending() {
		return outcome() == Outcome.PENDING;
	}

	Outcome outcome() {
		this.lock.lock();
		try {
			return this.outcome;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable String head() {
		return this.head;
	}

	/**
	 * How far the response has come.
	 */
	enum Outcome {

		/**
		 * The application may send more.
		 */
		PENDING,

		/**
		 * The application has sent all of its response.
		 */
		COMPLETE,

		/**
		 * The call is over and the response is not complete.
		 */
		FAILED,

		/**
		 * The call took too long, and the response is not complete.
		 */
		TIMED_OUT,

		/**
		 * The application was not called.
		 */
		REFUSED

	}

}
