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

package io.wsgi.worker.policy;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Tells when too much of the heap is still in use after garbage was collected. What is in
 * use before tells nothing: a JVM lets garbage pile up.
 *
 * @author wsgi-spring-boot contributors
 */
public final class HeapUsage {

	private final @Nullable Double limit;

	// Those of young objects are empty after each collection
	private final List<MemoryPoolMXBean> oldGeneration = ManagementFactory.getMemoryPoolMXBeans()
		.stream()
		.filter((pool) -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
		.toList();

	private long ignored;

	/**
	 * Create a new observer.
	 * @param limit the share of the heap, from 0 to 1; {@code null} for none
	 */
	public HeapUsage(@Nullable Double limit) {
		this.limit = limit;
	}

	/**
	 * Return whether there is a limit.
	 * @return whether the usage has to be looked at again and again
	 */
	public boolean isLimited() {
		return this.limit != null;
	}

	/**
	 * Tell whether the last collection has left more in use than the limit.
	 * @return whether it has
	 */
	public boolean isExcessive() {
		if (this.limit == null) {
			return false;
		}
		long used = afterCollection();
		return used != this.ignored && used > this.limit * Runtime.getRuntime().maxMemory();
	}

	/**
	 * Wait for the next collection: the last one was while a worker ended, or is what it
	 * ended for.
	 */
	public void ignoreLastCollection() {
		this.ignored = afterCollection();
	}

	private long afterCollection() {
		long used = 0;
		for (MemoryPoolMXBean pool : this.oldGeneration) {
			MemoryUsage usage = pool.getCollectionUsage();
			if (usage != null) {
				used += usage.getUsed();
			}
		}
		return used;
	}

}
