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

/**
 * What has to be given back before a connection can be closed. But for {@link #abandon},
 * the lock of the connection must be held.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqlitePointers {

	private final SqliteLibrary sqlite;

	private final Set<SqlitePointer> open = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Queue<SqlitePointer> abandoned = new ConcurrentLinkedQueue<>();

	SqlitePointers(SqliteLibrary sqlite) {
		this.sqlite = sqlite;
	}

	void add(SqlitePointer pointer) {
		this.open.add(pointer);
	}

	/**
	 * Give something back.
	 * @param pointer what to give back
	 * @return the result code
	 */
	int release(SqlitePointer pointer) {
		this.open.remove(pointer);
		return pointer.release(this.sqlite);
	}

	/**
	 * Note that something is to be given back that nobody uses any more.
	 * @param pointer what to give back
	 */
	void abandon(SqlitePointer pointer) {
		this.abandoned.add(pointer);
	}

	/**
	 * Return whether something is to be given back that nobody uses any more.
	 * @return whether there is something
	 */
	boolean areAbandoned() {
		return !this.abandoned.isEmpty();
	}

	/**
	 * Give back what nobody uses any more.
	 */
	void releaseAbandoned() {
		for (SqlitePointer pointer = this.abandoned.poll(); pointer != null; pointer = this.abandoned.poll()) {
			release(pointer);
		}
	}

	/**
	 * Give everything back.
	 */
	void releaseAll() {
		Set.copyOf(this.open).forEach(this::release);
	}

	/**
	 * Return whether a statement or blob was not read to its end.
	 * @return whether there is one
	 */
	boolean areActive() {
		return this.open.stream().anyMatch(SqlitePointer::isActive);
	}

}
