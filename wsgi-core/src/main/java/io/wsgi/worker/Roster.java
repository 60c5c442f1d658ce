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

package io.wsgi.worker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who works: the workers that start, those that serve, and those that finish their last
 * calls. Changed by the arbiter, read by all.
 *
 * @author wsgi-spring-boot contributors
 */
final class Roster implements Iterable<Worker> {

	private final List<Worker> starting = new CopyOnWriteArrayList<>();

	private final List<Worker> serving = new CopyOnWriteArrayList<>();

	private final List<Worker> ending = new CopyOnWriteArrayList<>();

	void starts(Worker worker) {
		this.starting.add(worker);
	}

	void failedToStart(Worker worker) {
		this.starting.remove(worker);
	}

	void serves(Worker worker) {
		this.serving.add(worker);
		this.starting.remove(worker);
	}

	void ends(Collection<Worker> workers) {
		this.ending.addAll(workers);
		this.serving.removeAll(workers);
		this.starting.removeAll(workers);
	}

	void ended(Collection<Worker> workers) {
		this.ending.removeAll(workers);
	}

	List<Worker> starting() {
		return List.copyOf(this.starting);
	}

	List<Worker> serving() {
		return List.copyOf(this.serving);
	}

	List<Worker> ending() {
		return List.copyOf(this.ending);
	}

	/**
	 * Return how many workers serve.
	 * @return the number
	 */
	int size() {
		int size = 0;
		for (Worker worker : this.serving) {
			if (!worker.isDead()) {
				size++;
			}
		}
		return size;
	}

	/**
	 * Return all workers, whatever they are about to do.
	 * @return the workers
	 */
	@Override
	public Iterator<Worker> iterator() {
		List<Worker> all = new ArrayList<>(this.serving);
		all.addAll(this.starting);
		all.addAll(this.ending);
		return all.iterator();
	}

}
