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

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Where the two threads of a request meet: the worker's thread puts in what the
 * application sends, the thread of the request takes it out. A response that is complete
 * at once, as most are, is handed over without a lock; what is sent in parts goes through
 * a {@link ResponseStream}.
 *
 * @author wsgi-spring-boot contributors
 */
final class ResponsePipe implements ResponseSource {

	private final AtomicReference<ResponseOutcome> outcome = new AtomicReference<>(ResponseOutcome.PENDING);

	private final AtomicReference<@Nullable ResponsePart> whole = new AtomicReference<>();

	private final ResponseBufferSettings settings;

	private final FileThreads threads;

	private volatile @Nullable ResponseStream stream;

	private volatile @Nullable Thread taker;

	private volatile boolean interrupted;

	private volatile boolean clientGone;

	private @Nullable String head;

	/**
	 * Create a new pipe.
	 * @param settings how much may wait in it
	 * @param threads the threads that handle files
	 */
	ResponsePipe(ResponseBufferSettings settings, FileThreads threads) {
		this.settings = settings;
		this.threads = threads;
	}

	/**
	 * Put in a part of the response, and wait while there is too much.
	 * @param head the status and headers, or {@code null} if they are as before
	 * @param part the part
	 * @param last whether the response is complete with it
	 * @return whether the application should go on
	 */
	boolean put(@Nullable String head, ResponsePart part, boolean last) {
		return (head != null && last && putWhole(head, part)) || stream().put(head, part, last);
	}

	private boolean putWhole(String head, ResponsePart part) {
		if (this.stream != null || isOver()) {
			return false;
		}
		this.head = head;
		this.whole.set(part);
		if (!end(ResponseOutcome.COMPLETE)) {
			this.head = null;
			this.whole.set(null);
			return false;
		}
		ResponseStream begun = this.stream;
		if (begun != null) {
			// Another thread asked for the body of the request meanwhile
			begun.discard();
		}
		if (this.clientGone) {
			discardWhole();
		}
		return true;
	}

	private ResponseStream stream() {
		ResponseStream begun = this.stream;
		return (begun != null) ? begun : newStream();
	}

	private synchronized ResponseStream newStream() {
		ResponseStream begun = this.stream;
		if (begun == null) {
			begun = new ResponseStream(this, new ResponseBacklog(this.settings, this.threads));
			this.stream = begun;
		}
		return begun;
	}

	/**
	 * Let no more come in, if the response is not complete.
	 * @param outcome why
	 * @return whether it was not over before
	 */
	boolean end(ResponseOutcome outcome) {
		if (!isPending() || !this.outcome.compareAndSet(ResponseOutcome.PENDING, outcome)) {
			return false;
		}
		wakeTaker();
		wakeStream();
		return true;
	}

	/**
	 * Note that the exception which says that the time is over is on its way.
	 */
	void interrupted() {
		this.interrupted = true;
		wakeStream();
	}

	private void wakeStream() {
		ResponseStream begun = this.stream;
		if (begun != null) {
			begun.wake();
		}
	}

	void wakeTaker() {
		Thread waiting = this.taker;
		if (waiting != null) {
			LockSupport.unpark(waiting);
		}
	}

	/**
	 * Wait for something to send. To be called by one thread.
	 * @return the next part, or {@code null} when there will be none any more
	 */
	@Override
	public @Nullable ResponsePart take() {
		awaitPart();
		if (outcome() == ResponseOutcome.COMPLETE) {
			ResponsePart part = this.whole.getAndSet(null);
			if (part != null) {
				return part;
			}
		}
		ResponseStream begun = this.stream;
		return (begun != null) ? begun.take() : null;
	}

	private void awaitPart() {
		this.taker = Thread.currentThread();
		boolean interruptedMeanwhile = false;
		while (!isReady()) {
			LockSupport.park(this);
			interruptedMeanwhile |= Thread.interrupted();
		}
		if (interruptedMeanwhile) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean isReady() {
		if (!isPending()) {
			return true;
		}
		ResponseStream begun = this.stream;
		return begun != null && begun.isReady();
	}

	/**
	 * Tell the application, when it sends the next part, that nobody receives it.
	 */
	void clientGone() {
		this.clientGone = true;
		ResponseStream begun = this.stream;
		if (begun != null) {
			begun.discard();
		}
		if (outcome() == ResponseOutcome.COMPLETE) {
			discardWhole();
		}
	}

	private void discardWhole() {
		ResponsePart part = this.whole.getAndSet(null);
		if (part != null) {
			this.threads.run(part::discard);
		}
	}

	/**
	 * Return whether all that was sent so far has been taken.
	 * @return whether nothing is queued
	 */
	@Override
	public boolean isDrained() {
		ResponseStream begun = this.stream;
		return begun == null || begun.isDrained();
	}

	@Override
	public boolean isPending() {
		return outcome() == ResponseOutcome.PENDING;
	}

	/**
	 * Return whether nothing that is put in is of any use.
	 * @return whether the response has ended or its client has gone
	 */
	boolean isOver() {
		return !isPending() || this.clientGone;
	}

	boolean isClientGone() {
		return this.clientGone;
	}

	/**
	 * Return whether the time is over and the exception that says so is not on its way
	 * yet.
	 * @return whether the application has to wait for it
	 */
	boolean isInterruptionDue() {
		return outcome() == ResponseOutcome.TIMED_OUT && !this.interrupted;
	}

	@Override
	public ResponseOutcome outcome() {
		return this.outcome.get();
	}

	@Override
	public @Nullable String head() {
		return this.head;
	}

	void head(String head) {
		this.head = head;
	}

}
