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

/**
 * Something of SQLite that belongs to a connection and has to be given back before that
 * is closed: a statement, a blob, a backup.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqlitePointer {

	private final String release;

	private long address;

	private boolean active;

	/**
	 * Create a new instance.
	 * @param release the name of the function that gives it back
	 * @param address its address
	 */
	SqlitePointer(String release, long address) {
		this.release = release;
		this.address = address;
	}

	/**
	 * Return the address. It is valid as long as the lock of the connection is held.
	 * @return the address, or 0 if it was given back
	 */
	long address() {
		return this.address;
	}

	/**
	 * Return whether it may hold a lock of the database.
	 * @return whether there is more to come from it
	 */
	boolean isActive() {
		return this.active;
	}

	void setActive(boolean active) {
		this.active = active;
	}

	/**
	 * Give it back, once. The lock of the connection must be held.
	 * @param sqlite the library
	 * @return the result code
	 */
	int release(SqliteLibrary sqlite) {
		long address = this.address;
		this.address = 0;
		this.active = false;
		return (address != 0) ? sqlite.call(this.release, address) : SqliteLibrary.OK;
	}

}
