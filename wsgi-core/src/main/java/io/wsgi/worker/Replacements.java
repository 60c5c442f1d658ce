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

import java.util.Comparator;
import java.util.List;

import io.wsgi.worker.policy.Failures;
import io.wsgi.worker.policy.HeapUsage;
import io.wsgi.worker.policy.RecyclingPolicy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Replaces workers that have served long enough, hang or have died, one at a time.
 *
 * @author wsgi-spring-boot contributors
 */
final class Replacements {

	private static final Log logger = LogFactory.getLog(Replacements.class);

	private final WorkerGroup workers;

	private final Failures failures;

	private final WorkerPoolListener listener;

	private final int maxWorkers;

	private final RecyclingPolicy recycling;

	private final HeapUsage heapUsage;

	private ManagedWorker.@Nullable Replacement died;

	Replacements(WorkerSettings settings, WorkerGroup workers, Failures failures, WorkerPoolListener listener) {
		this.workers = workers;
		this.failures = failures;
		this.listener = listener;
		this.maxWorkers = settings.scaling().max();
		this.recycling = settings.recycling().policy();
		this.heapUsage = new HeapUsage(settings.recycling().maxHeapUsage());
	}

	/**
	 * Tell whether there is something to look at again and again.
	 * @return whether to look again soon
	 */
	boolean isExpectant() {
		return this.died != null || this.recycling.isTimed() || this.heapUsage.isLimited();
	}

	/**
	 * Have a worker replaced that has died, unless another one is about to take its
	 * place.
	 * @param dead the worker
	 */
	void request(ManagedWorker dead) {
		if (this.workers.stream().anyMatch((managed) -> managed.isToReplace(dead))) {
			return;
		}
		ManagedWorker.Replacement replacement = new ManagedWorker.Replacement(dead.worker().name(), null, "died");
		if (dead.worker().interpreter().nativeModules().isEmpty()) {
			this.died = replacement;
		}
		else {
			breakDown(replacement);
		}
	}

	/**
	 * Take note that a worker that was to take the place of another one did not start.
	 * @param replacement whose place it was to take
	 * @param cause why
	 * @param now the time, as of {@link System#nanoTime()}
	 */
	void failed(ManagedWorker.Replacement replacement, @Nullable Throwable cause, long now) {
		this.failures.tell("No worker could be started in place of " + replacement.name(), cause, now);
		ManagedWorker old = replacement.old();
		if (old == null || !old.isServing()) {
			this.died = new ManagedWorker.Replacement(replacement.name(), null, replacement.reason());
		}
	}

	/**
	 * Replace nobody of the generation that was.
	 */
	void generationSwapped() {
		this.died = null;
	}

	/**
	 * Begin with the next replacement that is due, if nothing else goes on.
	 * @param now the time, as of {@link System#nanoTime()}
	 */
	void proceed(long now) {
		if (this.workers.isChanging()) {
			this.heapUsage.ignoreLastCollection();
			return;
		}
		List<ManagedWorker> serving = this.workers.serving();
		ManagedWorker.Replacement dead = this.died;
		if (dead != null) {
			this.died = null;
			if (serving.size() < this.maxWorkers) {
				start(dead, now);
				return;
			}
		}
		for (ManagedWorker managed : serving) {
			String reason = managed.isHung() ? "hung" : reason(managed.worker());
			if (reason != null && replace(managed, reason, now)) {
				return;
			}
		}
		if (this.heapUsage.isExcessive()) {
			serving.stream()
				.max(Comparator.comparing((managed) -> managed.worker().lifecycle().age()))
				.ifPresent((oldest) -> replace(oldest, "max-heap-usage", now));
			this.heapUsage.ignoreLastCollection();
		}
	}

	private @Nullable String reason(Worker worker) {
		return this.recycling.reason(worker.calls(), worker.maxCalls(), worker.lifecycle().age());
	}

	private boolean replace(ManagedWorker managed, String reason, long now) {
		List<String> nativeModules = managed.worker().interpreter().nativeModules();
		if (!nativeModules.isEmpty() && !managed.isHung()) {
			// Only for hygiene: it serves on
			if (managed.warnOnce()) {
				logger.warn(String.format("%s should be replaced (%s) but has loaded native modules, so it stays: %s",
						managed.worker().name(), reason, nativeModules));
			}
			return false;
		}
		ManagedWorker.Replacement replacement = new ManagedWorker.Replacement(managed.worker().name(), managed, reason);
		if (nativeModules.isEmpty()) {
			start(replacement, now);
		}
		else {
			breakDown(replacement);
		}
		return true;
	}

	private void start(ManagedWorker.Replacement replacement, long now) {
		logger.info(String.format("Replacing %s (%s)", replacement.name(), replacement.reason()));
		this.workers.start(ManagedWorker.Purpose.REPLACEMENT, replacement, now);
	}

	private void breakDown(ManagedWorker.Replacement replacement) {
		this.failures.breakDown();
		logger.error(String.format(
				"%s has to be replaced (%s) but has loaded native modules: only a restart of the process helps",
				replacement.name(), replacement.reason()));
		this.listener.broken();
	}

}
