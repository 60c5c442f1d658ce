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

package io.wsgi.spring.boot.client;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * What a generator has yielded and nobody has taken yet. The generator waits while there
 * is too much of it.
 *
 * @author wsgi-spring-boot contributors
 */
final class ItemQueue implements Iterator<String>, AutoCloseable {

	private final int capacity;

	private final Queue<String> items = new ArrayDeque<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private boolean released;

	private @Nullable String last;

	private @Nullable PythonClientException failure;

	/**
	 * Create a new queue.
	 * @param capacity how many items may wait
	 */
	ItemQueue(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Add an item, waiting for room.
	 * @param item the item
	 * @return whether further ones are wanted
	 */
	boolean put(String item) {
		this.lock.lock();
		try {
			while (this.items.size() >= this.capacity && !this.released) {
				this.changed.awaitUninterruptibly();
			}
			this.items.add(item);
			this.changed.signalAll();
			return !this.released;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * End after the items that are there.
	 * @param answer what the generator has come to: nothing, or an exception
	 */
	void end(String answer) {
		this.lock.lock();
		try {
			this.last = answer;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * End at once.
	 * @param cause why
	 */
	void fail(PythonClientException cause) {
		this.lock.lock();
		try {
			this.failure = cause;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Let the generator go on, which nobody wants items of any more.
	 */
	void release() {
		this.lock.lock();
		try {
			this.released = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void close() {
		release();
	}

	/**
	 * Wait until it is known whether there is a further item: the answer of the generator
	 * is one, too, if it is an exception.
	 */
	@Override
	public boolean hasNext() {
		this.lock.lock();
		try {
			while (this.items.isEmpty() && this.last == null && this.failure == null) {
				this.changed.await();
			}
			if (this.failure != null) {
				throw this.failure;
			}
			return !this.items.isEmpty() || hasException();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			release();
			throw new PythonClientException("Interrupted while waiting for an item", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean hasException() {
		return this.last != null && !this.last.isEmpty();
	}

	@Override
	public String next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		this.lock.lock();
		try {
			String item = this.items.poll();
			this.changed.signalAll();
			if (item != null) {
				return item;
			}
			String answer = String.valueOf(this.last);
			this.last = "";
			return answer;
		}
		finally {
			this.lock.unlock();
		}
	}

}
