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

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import com.oracle.truffle.api.TruffleSafepoint;
import org.jspecify.annotations.Nullable;

/**
 * An open connection to a database, and all that has to be given back before it can be
 * closed. One thread at a time works with it, so that nothing is used that another thread
 * gives back. It does not know the objects of Python that it belongs to, which may be
 * collected.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqliteDatabase {

	static final int CLOSED = -2;

	static final int MISUSE = 21;

	private static final int ROW = 100;

	// Milliseconds, as SQLite's own
	private static final int[] DELAYS = { 1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100 };

	// After so long, a lock may be that of an object that is gone
	private static final long SUSPICION = TimeUnit.MILLISECONDS.toNanos(200);

	private final SqliteLibrary sqlite;

	private final SqliteValues values;

	private final SqliteCleaner cleaner;

	private final ReentrantLock lock = new ReentrantLock();

	private final Object gate = new Object();

	private final Set<SqlitePointer> pointers = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Queue<SqlitePointer> abandoned = new ConcurrentLinkedQueue<>();

	private final long timeout;

	private volatile long address;

	private int depth;

	private boolean closing;

	private boolean sealed;

	private long impureCalls;

	private long waitingSince;

	private @Nullable Throwable failure;

	/**
	 * Create a new instance.
	 * @param sqlite the library
	 * @param values converts values
	 * @param cleaner finds out which objects of Python are gone
	 * @param address the address of the connection
	 * @param timeoutMillis how long to wait for locks
	 */
	SqliteDatabase(SqliteLibrary sqlite, SqliteValues values, SqliteCleaner cleaner, long address, long timeoutMillis) {
		this.sqlite = sqlite;
		this.values = values;
		this.cleaner = cleaner;
		this.address = address;
		this.timeout = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
	}

	SqliteLibrary sqlite() {
		return this.sqlite;
	}

	SqliteValues values() {
		return this.values;
	}

	/**
	 * Return the address of the connection. The lock must be held.
	 * @return the address
	 */
	long address() {
		return this.address;
	}

	/**
	 * Work with the connection.
	 * @param work what to do
	 * @return its result, or the error that the connection is closed
	 */
	Object use(Supplier<Object> work) {
		acquire();
		try {
			if (this.address == 0 || this.closing) {
				return failure(CLOSED, "Cannot operate on a closed database.");
			}
			if (this.sealed) {
				return failure(MISUSE, "The connection cannot be used in this callback");
			}
			this.depth++;
			try {
				releaseAbandoned();
				return work.get();
			}
			finally {
				this.depth--;
				if (this.closing && this.depth == 0) {
					release();
				}
				rethrow();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void acquire() {
		if (!this.lock.tryLock()) {
			TruffleSafepoint.setBlockedThreadInterruptible(null, ReentrantLock::lockInterruptibly, this.lock);
		}
	}

	/**
	 * Return an error of this side for Python.
	 * @param code what kind of error
	 * @param message the message
	 * @return the error
	 */
	Object failure(int code, String message) {
		return this.values.tuple(code, code, this.values.text(message));
	}

	/**
	 * Return the error that SQLite has met last, for Python.
	 * @param code the result code
	 * @return the error: code, extended code and message
	 */
	Object failure(int code) {
		return this.values.tuple(code, this.sqlite.call("extended_errcode", this.address),
				this.values.text(this.sqlite.string("errmsg", this.address)));
	}

	/**
	 * Return whether a transaction is open.
	 * @return whether the connection is not in autocommit mode
	 */
	boolean isInTransaction() {
		return this.sqlite.autocommit.integer(this.address) == 0;
	}

	/**
	 * Prepare a statement.
	 * @param sql its text
	 * @param rest takes what is behind the statement
	 * @return the result code, negative if that is an error
	 */
	int prepare(byte[] sql, SqliteText rest) {
		long text = this.sqlite.copy(sql);
		long out = this.sqlite.memory(16);
		try {
			int code = this.sqlite.call("prepare_v2", this.address, text, sql.length + 1, out, out + 8);
			long[] results = this.sqlite.linker.readNumbers(out, 2);
			if (code == SqliteLibrary.OK) {
				rest.accept(results[0], (int) (results[1] - text));
			}
			return code;
		}
		finally {
			this.sqlite.free(out);
			this.sqlite.free(text);
		}
	}

	/**
	 * Prepare a statement, run it and give it back.
	 * @param sql its text
	 * @return the result code
	 */
	int execute(byte[] sql) {
		int[] result = { SqliteLibrary.OK };
		int code = prepare(sql, (statement, rest) -> {
			if (statement != 0) {
				result[0] = runToEnd(statement);
			}
		});
		return (code != SqliteLibrary.OK) ? code : result[0];
	}

	/**
	 * Run a statement without parameters, and give it back.
	 * @param statement its address
	 * @return the result code
	 */
	int runToEnd(long statement) {
		int code = ROW;
		while (code == ROW) {
			code = this.sqlite.step.integer(statement);
		}
		return this.sqlite.finalizeStatement.integer(statement);
	}

	void add(SqlitePointer pointer) {
		this.pointers.add(pointer);
	}

	/**
	 * Give something back. The lock must be held.
	 * @param pointer what to give back
	 * @return the result code
	 */
	int release(SqlitePointer pointer) {
		this.pointers.remove(pointer);
		return pointer.release(this.sqlite);
	}

	/**
	 * Give something back that belonged to an object that is gone: now, or when who works
	 * with the connection has finished.
	 * @param pointer what to give back
	 */
	void abandon(SqlitePointer pointer) {
		this.abandoned.add(pointer);
		if (this.lock.tryLock()) {
			try {
				if (this.depth == 0) {
					releaseAbandoned();
				}
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private void releaseAbandoned() {
		if (this.abandoned.isEmpty()) {
			return;
		}
		boolean before = this.sealed;
		this.sealed = true;
		try {
			for (SqlitePointer pointer = this.abandoned.poll(); pointer != null; pointer = this.abandoned.poll()) {
				release(pointer);
			}
		}
		finally {
			this.sealed = before;
		}
	}

	/**
	 * Close the connection, or, if it is being worked with, see to it that this is done
	 * then.
	 */
	void close() {
		acquire();
		try {
			this.closing = true;
			if (this.depth == 0) {
				release();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Close the connection, whose interpreter or objects are gone, unless a thread that
	 * does not come back works with it.
	 */
	void abandon() {
		if (this.lock.tryLock()) {
			try {
				close();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private void release() {
		long address = this.address;
		if (address == 0) {
			return;
		}
		// From here on, nothing calls Python
		this.sealed = true;
		Set.copyOf(this.pointers).forEach(this::release);
		synchronized (this.gate) {
			this.address = 0;
		}
		this.sqlite.call("close_v2", address);
	}

	/**
	 * Return whether a statement or blob was not read to its end.
	 * @return whether there is one
	 */
	boolean isActive() {
		return this.pointers.stream().anyMatch(SqlitePointer::isActive);
	}

	/**
	 * Interrupt what another thread does.
	 */
	void interrupt() {
		synchronized (this.gate) {
			if (this.address != 0) {
				this.sqlite.run("interrupt", this.address);
			}
		}
	}

	/**
	 * Return how many functions were called that may have effects.
	 * @return their number
	 */
	long impureCalls() {
		return this.impureCalls;
	}

	void countImpureCall() {
		this.impureCalls++;
	}

	/**
	 * Return whether Python must not be called for this connection.
	 * @return whether it is being closed or cleaned up
	 */
	boolean isSealed() {
		return this.sealed;
	}

	/**
	 * Call Python where it must not use the connection.
	 * @param call the call
	 * @return its result
	 */
	int sealed(IntSupplier call) {
		boolean before = this.sealed;
		this.sealed = true;
		try {
			return call.getAsInt();
		}
		finally {
			this.sealed = before;
		}
	}

	/**
	 * Keep what was thrown where it cannot be thrown on: in a function that C calls.
	 * @param thrown what was thrown
	 */
	void fail(Throwable thrown) {
		if (this.failure == null) {
			this.failure = thrown;
		}
	}

	private void rethrow() {
		Throwable failure = this.failure;
		if (failure != null) {
			this.failure = null;
			SqliteDatabase.<RuntimeException>throwOn(failure);
		}
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void throwOn(Throwable failure) throws T {
		throw (T) failure;
	}

	/**
	 * Let be done what the interpreter wants to be done on this thread, which may be to
	 * end what it does.
	 * @return 0 to go on
	 */
	int poll() {
		return this.sealed ? 0 : sealed(() -> {
			TruffleSafepoint.pollHere(null);
			return 0;
		});
	}

	/**
	 * Wait for a lock that another connection has.
	 * @param count how often this was called for that lock
	 * @return 1 to try again, 0 to give up
	 */
	int await(int count) {
		if (this.sealed || this.failure != null) {
			return 0;
		}
		long now = System.nanoTime();
		if (count == 0) {
			this.waitingSince = now;
		}
		long left = this.timeout - (now - this.waitingSince);
		if (this.cleaner.clean()) {
			return 1;
		}
		boolean isSuspicious = left <= 0 || now - this.waitingSince > SUSPICION;
		if (isSuspicious && !this.cleaner.hasCollectedSince(this.waitingSince) && this.cleaner.collect()) {
			return 1;
		}
		if (left <= 0) {
			return 0;
		}
		long delay = TimeUnit.MILLISECONDS.toNanos(DELAYS[Math.min(count, DELAYS.length - 1)]);
		return sealed(() -> {
			TruffleSafepoint.setBlockedThreadInterruptible(null, TimeUnit.NANOSECONDS::sleep, Math.min(delay, left));
			return 1;
		});
	}

	/**
	 * Give back what belonged to objects that are gone.
	 */
	void collect() {
		this.cleaner.collect();
		releaseAbandoned();
	}

	/**
	 * Takes a statement.
	 */
	interface SqliteText {

		/**
		 * Take a statement.
		 * @param statement its address, or 0 if the text is empty
		 * @param end where the text behind it begins
		 */
		void accept(long statement, int end);

	}

}
