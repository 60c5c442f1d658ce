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

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the size of the bodies of all requests together. Without it many clients that
 * send large bodies fill the disk, and many that send small ones slowly the heap.
 *
 * @author wsgi-spring-boot contributors
 */
final class BodyBudget {

	private final long limit;

	private final long memoryLimit;

	private final AtomicLong held = new AtomicLong();

	private final AtomicLong inMemory = new AtomicLong();

	/**
	 * Create a new budget.
	 * @param limit how many bytes there may be; no limit if negative
	 * @param memoryLimit how many of them may be in memory
	 */
	BodyBudget(long limit, long memoryLimit) {
		this.limit = limit;
		this.memoryLimit = memoryLimit;
	}

	long held() {
		return this.held.get();
	}

	Share newShare() {
		return new Share();
	}

	private static boolean add(AtomicLong sum, long size, long limit) {
		if (sum.addAndGet(size) > limit && size > 0) {
			sum.addAndGet(-size);
			return false;
		}
		return true;
	}

	/**
	 * The share of one request, which is to be closed when its body is not needed any
	 * more. Not thread-safe.
	 */
	final class Share implements AutoCloseable {

		private long size;

		private long memory;

		private Share() {
		}

		/**
		 * Refuse a body that does not fit, before any of it is received.
		 * @param length its size
		 * @throws BadRequestException if it is too large, or just now
		 */
		void announce(long length) {
			if (BodyBudget.this.limit >= 0 && length > BodyBudget.this.limit - held()) {
				throw refusal(length);
			}
		}

		/**
		 * Hold so much of the budget.
		 * @param newSize the size of what has been received so far
		 * @throws BadRequestException if there is not so much left
		 */
		void hold(long newSize) {
			long limit = (BodyBudget.this.limit >= 0) ? BodyBudget.this.limit : Long.MAX_VALUE;
			if (!add(BodyBudget.this.held, newSize - this.size, limit)) {
				throw refusal(newSize);
			}
			this.size = newSize;
		}

		private BadRequestException refusal(long length) {
			return (length > BodyBudget.this.limit)
					? new BadRequestException(413, "The request body is larger than wsgi.max-buffered-size")
					: new BadRequestException(503, "There are request bodies of wsgi.max-buffered-size already");
		}

		/**
		 * Hold so much of the memory.
		 * @param newMemory how much of it is needed
		 * @return whether that is possible
		 */
		boolean holdMemory(long newMemory) {
			if (!add(BodyBudget.this.inMemory, newMemory - this.memory, BodyBudget.this.memoryLimit)) {
				return false;
			}
			this.memory = newMemory;
			return true;
		}

		@Override
		public void close() {
			if (this.size > 0) {
				hold(0);
			}
			if (this.memory > 0) {
				holdMemory(0);
			}
		}

	}

}
