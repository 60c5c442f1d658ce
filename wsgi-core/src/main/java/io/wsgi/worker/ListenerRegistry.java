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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells all listeners, whatever one of them throws.
 *
 * @author wsgi-spring-boot contributors
 */
final class ListenerRegistry implements WorkerPoolListener {

	private static final Log logger = LogFactory.getLog(ListenerRegistry.class);

	private final List<WorkerPoolListener> listeners = new CopyOnWriteArrayList<>();

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
	public void hung() {
		tell(WorkerPoolListener::hung);
	}

	@Override
	public void outOfService() {
		tell(WorkerPoolListener::outOfService);
	}

	@Override
	public void backInService() {
		tell(WorkerPoolListener::backInService);
	}

	@Override
	public void workerStarted(String worker) {
		tell((listener) -> listener.workerStarted(worker));
	}

	@Override
	public void workerReady(String worker, Duration took) {
		tell((listener) -> listener.workerReady(worker, took));
	}

	@Override
	public void replaced(String worker, String reason) {
		tell((listener) -> listener.replaced(worker, reason));
	}

	@Override
	public void workerStopped(String worker) {
		tell((listener) -> listener.workerStopped(worker));
	}

	@Override
	public void broken() {
		tell(WorkerPoolListener::broken);
	}

	@Override
	public void generationSwapped(int generation) {
		tell((listener) -> listener.generationSwapped(generation));
	}

	private void tell(Consumer<WorkerPoolListener> event) {
		for (WorkerPoolListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.error("A listener failed", ex);
			}
		}
	}

}
