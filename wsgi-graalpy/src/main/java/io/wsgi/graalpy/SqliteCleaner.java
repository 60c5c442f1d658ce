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

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives back what belonged to objects of Python that are gone. CPython counts references
 * and does so at once; here, the garbage collector has to find out. It is asked to when a
 * connection has waited for a lock that such an object may hold.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqliteCleaner {

	// A collection takes long. Locks that are really held must not lead to many: to a
	// tenth of the time, or one in a second.
	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

	private static final long SHARE = 10;

	private static final long PATIENCE_MILLIS = 100;

	private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

	private final Set<Reference<?>> references = ConcurrentHashMap.newKeySet();

	private final ReentrantLock collecting = new ReentrantLock();

	private volatile long collected = System.nanoTime() - PAUSE;

	private volatile long pause = PAUSE;

	/**
	 * Clean up when an object is gone.
	 * @param owner the object, which the action must not know
	 * @param action what to do
	 */
	void watch(Object owner, Runnable action) {
		this.references.add(new Owner(owner, this.gone, action));
	}

	/**
	 * Clean up after those that are known to be gone.
	 * @return whether there were any
	 */
	boolean clean() {
		boolean any = false;
		for (Reference<?> owner = this.gone.poll(); owner != null; owner = this.gone.poll()) {
			any |= clean(owner);
		}
		return any;
	}

	private boolean clean(Reference<?> owner) {
		if (this.references.remove(owner)) {
			((Owner) owner).action.run();
			return true;
		}
		return false;
	}

	/**
	 * Find out who is gone, unless that was done just now, and clean up after them.
	 * @return whether there were any
	 */
	boolean collect() {
		if (!this.collecting.tryLock()) {
			return clean();
		}
		try {
			long start = System.nanoTime();
			if (!isRested()) {
				return clean();
			}
			System.gc();
			this.collected = System.nanoTime();
			this.pause = Math.clamp(SHARE * (this.collected - start), PAUSE, LONGEST_PAUSE);
			Reference<?> owner = this.gone.remove(PATIENCE_MILLIS);
			boolean any = owner != null && clean(owner);
			return clean() || any;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return clean();
		}
		finally {
			this.collecting.unlock();
		}
	}

	/**
	 * Return whether a collection is some time ago.
	 * @return whether {@link #collect} finds out anew who is gone
	 */
	boolean isRested() {
		return System.nanoTime() - this.collected >= this.pause;
	}

	private static final class Owner extends PhantomReference<Object> {

		private final Runnable action;

		Owner(Object owner, ReferenceQueue<Object> gone, Runnable action) {
			super(owner, gone);
			this.action = action;
		}

	}

}
