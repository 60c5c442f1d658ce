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

package io.wsgi.reload;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.ApplicationLoadException.Reason;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Loads applications anew when their files change. For development.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class Reloader {

	private static final Log logger = LogFactory.getLog(Reloader.class);

	private static final long PERIOD_MILLIS = 500;

	private static final int REST_FACTOR = 10;

	private static final Set<Reason> WRONG_SETTING = EnumSet.of(Reason.NO_SUCH_MODULE, Reason.BAD_EXPRESSION);

	private final WorkerPools pools;

	private final WatchedFiles files;

	private final Map<WorkerPool, Failure> failures = new ConcurrentHashMap<>();

	private volatile @Nullable Thread thread;

	private long restMillis = PERIOD_MILLIS;

	/**
	 * Create a new reloader.
	 * @param pools the workers of the applications
	 * @param files the files that the applications consist of
	 */
	public Reloader(WorkerPools pools, WatchedFiles files) {
		this.pools = pools;
		this.files = files;
	}

	/**
	 * Begin to watch the files.
	 */
	public void start() {
		logger.info(String.format("Watching %d files for changes", this.files.remember()));
		Thread next = Thread.ofPlatform().name("wsgi-reloader").daemon(true).unstarted(this::watch);
		// Before it looks whether it is current
		this.thread = next;
		next.start();
	}

	/**
	 * End watching. Waits for an application that is just being started.
	 */
	public void stop() {
		Thread last = this.thread;
		this.thread = null;
		this.failures.clear();
		if (last != null) {
			last.interrupt();
			try {
				last.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void watch() {
		try {
			while (isCurrent()) {
				SortedSet<Path> changes = nextChanges();
				// An editor, or whatever else writes them, may not be done yet
				for (Set<Path> more = nextChanges(); !more.isEmpty() || changes.isEmpty(); more = nextChanges()) {
					changes.addAll(more);
				}
				logger.info(String.format("Reloading because of %s", describe(changes)));
				this.pools.forEach(this::reload);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private String describe(SortedSet<Path> changes) {
		int others = changes.size() - 1;
		return changes.first() + ((others > 0) ? " and " + others + " more" : "");
	}

	private boolean isCurrent() {
		return Thread.currentThread() == this.thread;
	}

	private SortedSet<Path> nextChanges() throws InterruptedException {
		Thread.sleep(this.restMillis);
		long begun = System.nanoTime();
		SortedSet<Path> changes = this.files.changes();
		// So that looking at a great many files does not take all of a processor
		this.restMillis = Math.max(PERIOD_MILLIS, (System.nanoTime() - begun) * REST_FACTOR / 1_000_000);
		return changes;
	}

	private void reload(WorkerPool workers) {
		if (!isCurrent()) {
			return;
		}
		try {
			if (workers.isRunning()) {
				workers.reload();
			}
			else {
				workers.start();
			}
			this.failures.remove(workers);
			logger.info(String.format("WSGI application '%s' reloaded", workers.getSettings().target()));
		}
		catch (RuntimeException ex) {
			if (isCurrent()) {
				failed(workers, ex);
			}
		}
	}

	/**
	 * Take on an application that could not be loaded when the server started, provided
	 * that its files can be at fault. It is loaded when they change.
	 * @param workers the workers of the application
	 * @param cause why it could not be loaded
	 * @return whether it is taken on
	 */
	public boolean takesOn(WorkerPool workers, ApplicationLoadException cause) {
		if (WRONG_SETTING.contains(cause.getReason())) {
			return false;
		}
		failed(workers, cause);
		return true;
	}

	private void failed(WorkerPool workers, RuntimeException cause) {
		LoadFailure failure = LoadFailure.of(cause);
		this.failures.put(workers, new Failure(failure, workers.generation()));
		if (cause instanceof ApplicationLoadException) {
			logger.error(String.format("%s%n%s", failure.message(), failure.traceback()));
		}
		else {
			logger.error("The WSGI application could not be loaded", cause);
		}
	}

	/**
	 * Return why an application could not be loaded from its files as they are.
	 * @param workers the workers of the application
	 * @return the failure, or {@code null} if there is none
	 */
	public @Nullable LoadFailure failure(WorkerPool workers) {
		Failure last = this.failures.get(workers);
		// Somebody else may have had it loaded since
		return (last != null && last.generation() == workers.generation()) ? last.failure() : null;
	}

	/**
	 * A failure, and the generation that goes on serving.
	 *
	 * @param failure the failure
	 * @param generation the number of the generation
	 */
	private record Failure(LoadFailure failure, int generation) {

	}

}
