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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import com.oracle.truffle.api.TruffleSafepoint;

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

	private static final byte[] LIST_OF_FILES = "PRAGMA database_list".getBytes(StandardCharsets.US_ASCII);

	private static final int FILE_COLUMN = 2;

	private final SqliteLibrary sqlite;

	private final SqliteValues values;

	private final SqliteCleaner cleaner;

	private final ReentrantLock lock = new ReentrantLock();

	private final Object gate = new Object();

	private final SqlitePointers pointers;

	private final SqliteUpcalls upcalls;

	private volatile long address;

	private int depth;

	private boolean closing;

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
		this.pointers = new SqlitePointers(sqlite);
		this.cleaner = cleaner;
		this.address = address;
		this.upcalls = new SqliteUpcalls(new SqlitePatience(cleaner, timeoutMillis));
	}

	SqliteLibrary sqlite() {
		return this.sqlite;
	}

	/**
	 * Return what has to be given back. The lock must be held.
	 * @return what belongs to the connection
	 */
	SqlitePointers pointers() {
		return this.pointers;
	}

	SqliteValues values() {
		return this.values;
	}

	SqliteUpcalls upcalls() {
		return this.upcalls;
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
			if (this.upcalls.isSealed()) {
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
				this.upcalls.rethrow();
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
	 * Return the files that the connection has open. It must not be in use.
	 * @return their paths; none if everything is in memory
	 */
	List<String> files() {
		this.lock.lock();
		try {
			return (this.address != 0) ? new SqliteText(this).texts(LIST_OF_FILES, FILE_COLUMN) : List.of();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Give something back that belonged to an object that is gone: now, or when who works
	 * with the connection has finished.
	 * @param pointer what to give back
	 */
	void abandon(SqlitePointer pointer) {
		this.pointers.abandon(pointer);
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
		if (this.pointers.areAbandoned()) {
			this.upcalls.sealed(() -> {
				this.pointers.releaseAbandoned();
				return 0;
			});
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
		this.upcalls.seal();
		this.pointers.releaseAll();
		synchronized (this.gate) {
			this.address = 0;
		}
		this.sqlite.call("close_v2", address);
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
	 * Give back what belonged to objects that are gone.
	 */
	void collect() {
		this.cleaner.collect();
		releaseAbandoned();
	}

}
