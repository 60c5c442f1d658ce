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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells all listeners, whatever one of them throws: of calls at once, of workers on a
 * thread of its own, so that what a listener does there delays no worker.
 *
 * @author wsgi-spring-boot contributors
 */
final class CompositeWorkerPoolListener implements WorkerPoolListener {

	private static final Log logger = LogFactory.getLog(CompositeWorkerPoolListener.class);

	private final List<WorkerPoolListener> listeners = new CopyOnWriteArrayList<>();

	private final ThreadPoolExecutor events;

	private volatile @Nullable Thread eventThread;

	/**
	 * Create a new instance.
	 * @param name the name of the thread for what happens to workers
	 */
	CompositeWorkerPoolListener(String name) {
		this.events = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (task) -> {
			Thread thread = Thread.ofPlatform().name(name).daemon(true).unstarted(task);
			this.eventThread = thread;
			return thread;
		});
		this.events.allowCoreThreadTimeOut(true);
	}

	void add(WorkerPoolListener listener) {
		this.listeners.add(listener);
	}

	@Override
	public void acquired(long waitNanos) {
		tell((listener) -> listener.acquired(waitNanos));
	}

	@Override
	public void used(long usageNanos) {
		tell((listener) -> listener.used(usageNanos));
	}

	@Override
	public void failed(String exception) {
		tell((listener) -> listener.failed(exception));
	}

	@Override
	public void rejected() {
		tell(WorkerPoolListener::rejected);
	}

	@Override
	public void timedOut() {
		tell(WorkerPoolListener::timedOut);
	}

	@Override
	public void interrupted() {
		tell(WorkerPoolListener::interrupted);
	}

	@Override
	public void exchanged(long receivedBytes, long sentBytes, boolean aborted) {
		tell((listener) -> listener.exchanged(receivedBytes, sentBytes, aborted));
	}

	@Override
	public void loopBlocked(long nanos) {
		tell((listener) -> listener.loopBlocked(nanos));
	}

	@Override
	public void hung() {
		tellLater(WorkerPoolListener::hung);
	}

	@Override
	public void outOfService() {
		tellLater(WorkerPoolListener::outOfService);
	}

	@Override
	public void backInService() {
		tellLater(WorkerPoolListener::backInService);
	}

	@Override
	public void workerStarted(String worker) {
		tellLater((listener) -> listener.workerStarted(worker));
	}

	@Override
	public void workerReady(String worker, Duration took) {
		tellLater((listener) -> listener.workerReady(worker, took));
	}

	@Override
	public void replaced(String worker, String reason) {
		tellLater((listener) -> listener.replaced(worker, reason));
	}

	@Override
	public void workerStopped(String worker) {
		tellLater((listener) -> listener.workerStopped(worker));
	}

	@Override
	public void broken() {
		tellLater(WorkerPoolListener::broken);
	}

	@Override
	public void generationSwapped(int generation) {
		tellLater((listener) -> listener.generationSwapped(generation));
	}

	@Override
	public void loadFailed(Throwable cause) {
		tellLater((listener) -> listener.loadFailed(cause));
	}

	private void tellLater(Consumer<WorkerPoolListener> event) {
		this.events.execute(() -> tell(event));
	}

	/**
	 * Wait until all has been told that has happened so far, unless this is called by a
	 * listener.
	 */
	void flush() {
		if (Thread.currentThread() == this.eventThread) {
			return;
		}
		CompletableFuture<Void> told = new CompletableFuture<>();
		this.events.execute(() -> told.complete(null));
		told.join();
	}

	private void tell(Consumer<WorkerPoolListener> event) {
		for (WorkerPoolListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (Throwable ex) {
				logger.error("A listener failed", ex);
			}
		}
	}

}
