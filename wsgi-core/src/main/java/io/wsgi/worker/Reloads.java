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
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.Interruption;
import io.wsgi.runtime.ThreadStack;
import io.wsgi.worker.WorkerLifecycle.State;
import io.wsgi.worker.policy.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Loads the application anew, as often as is asked for, one time after the other.
 *
 * @author wsgi-spring-boot contributors
 */
final class Reloads {

	private final WorkerSettings settings;

	private final WorkerGroup workers;

	private final Failures failures;

	private final WorkerPoolListener listener;

	private final Queue<CompletableFuture<Integer>> requests = new ConcurrentLinkedQueue<>();

	private @Nullable Reload current;

	private volatile int generation = 1;

	Reloads(WorkerSettings settings, WorkerGroup workers, Failures failures, WorkerPoolListener listener) {
		this.settings = settings;
		this.workers = workers;
		this.failures = failures;
		this.listener = listener;
	}

	/**
	 * Ask for a reload.
	 * @return the number of the new generation; completes exceptionally if the
	 * application cannot be loaded
	 */
	CompletableFuture<Integer> request() {
		CompletableFuture<Integer> request = new CompletableFuture<>();
		this.requests.add(request);
		return request;
	}

	boolean isUnderWay() {
		return this.current != null;
	}

	boolean isRequested() {
		return !this.requests.isEmpty();
	}

	int generation() {
		return this.generation;
	}

	/**
	 * Go on with the reload that is under way, or begin one.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return whether one has just succeeded
	 */
	boolean proceed(long now) {
		if (!isUnderWay() && isRequested()) {
			begin(now);
		}
		Reload reload = this.current;
		if (reload == null) {
			return false;
		}
		try {
			if (!reload.isDone(now)) {
				return false;
			}
		}
		catch (RuntimeException ex) {
			this.current = null;
			this.failures.note(ex);
			reload.fail(ex);
			this.listener.loadFailed(ex);
			return false;
		}
		this.current = null;
		int next = this.generation + 1;
		this.generation = next;
		this.failures.succeeded();
		this.listener.generationSwapped(next);
		reload.result.complete(next);
		return true;
	}

	private void begin(long now) {
		// They may have read some files before they were changed
		this.workers.forEach((managed) -> managed.abandonStart(now));
		if (!this.workers.isChanging()) {
			this.current = new Reload(this.requests.remove(), this.workers.serving());
		}
	}

	/**
	 * Give up what is under way and what is asked for.
	 * @param cause why
	 */
	void cancel(RuntimeException cause) {
		Reload reload = this.current;
		if (reload != null) {
			this.current = null;
			reload.result.completeExceptionally(cause);
		}
		for (CompletableFuture<Integer> request = this.requests.poll(); request != null; request = this.requests
			.poll()) {
			request.completeExceptionally(cause);
		}
	}

	/**
	 * Loads the application in as many new workers as serve, or in the only one when it
	 * has loaded native modules.
	 */
	private final class Reload {

		private final CompletableFuture<Integer> result;

		private final List<ManagedWorker> old;

		private final List<ManagedWorker> fresh = new ArrayList<>();

		private @Nullable Reimport reimport;

		Reload(CompletableFuture<Integer> result, List<ManagedWorker> old) {
			this.result = result;
			this.old = old;
		}

		boolean isDone(long now) {
			if (this.old.isEmpty() && Reloads.this.failures.isBroken()) {
				throw new IllegalStateException("Only a restart of the process helps");
			}
			if (!this.old.isEmpty() && !this.old.getFirst().worker().interpreter().nativeModules().isEmpty()) {
				if (this.reimport == null) {
					this.reimport = new Reimport(this.old.getFirst().worker(), Reloads.this.settings, now);
				}
				return this.reimport.isDone(now);
			}
			for (ManagedWorker managed : this.fresh) {
				if (managed.state() == State.FAILED) {
					throw asRuntimeException(managed.worker().lifecycle().failure());
				}
			}
			if (Reloads.this.workers.isChanging()) {
				return false;
			}
			if (this.fresh.size() < Math.max(this.old.size(), 1)) {
				this.fresh.add(Reloads.this.workers.start(ManagedWorker.Purpose.RELOAD, null, now));
				return false;
			}
			for (ManagedWorker managed : this.old) {
				managed.drain();
				Reloads.this.listener.replaced(managed.worker().name(), "reload");
			}
			return true;
		}

		private RuntimeException asRuntimeException(@Nullable Throwable cause) {
			return (cause instanceof RuntimeException failure) ? failure : new IllegalStateException(cause);
		}

		void fail(RuntimeException cause) {
			this.fresh.forEach(ManagedWorker::drain);
			this.result.completeExceptionally(cause);
		}

	}

	/**
	 * The import of an application anew in the worker that it is tied to, which goes on
	 * in a thread of its own.
	 */
	private static final class Reimport {

		private final Worker worker;

		private final WorkerSettings settings;

		private final long deadline;

		private final CompletableFuture<Void> result = new CompletableFuture<>();

		private final Thread thread;

		private @Nullable ThreadStack stack;

		Reimport(Worker worker, WorkerSettings settings, long now) {
			this.worker = worker;
			this.settings = settings;
			this.deadline = now + settings.bootTimeout().toNanos();
			this.thread = worker.runInBackground("reload", this::run);
		}

		private void run() {
			try {
				this.worker.reimport();
				this.result.complete(null);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				this.result.completeExceptionally(new IllegalStateException("Interrupted while reloading", ex));
			}
			catch (Throwable ex) {
				this.result.completeExceptionally(ex);
			}
		}

		/**
		 * Tell whether the application has been imported.
		 * @param now the time, as of {@link System#nanoTime()}
		 * @return whether it has
		 * @throws ApplicationLoadException if it cannot be imported, or not in time
		 */
		boolean isDone(long now) {
			if (this.result.isDone()) {
				try {
					this.result.join();
					return true;
				}
				catch (CompletionException ex) {
					throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
				}
			}
			if (now - this.deadline < 0 || this.worker.interpreter().isStartingAnew()) {
				return false;
			}
			if (this.stack == null) {
				this.stack = new ThreadStack(this.worker.interpreter()::stackOf, this.thread, now);
			}
			String found = this.stack.find(now);
			if (found == null) {
				return false;
			}
			// What it has replaced of the application comes back when this has ended it
			this.worker.interpreter()
				.interrupt(this.thread,
						new Interruption("the import took longer than wsgi.boot-timeout", () -> true, (stack) -> {
						}));
			throw new ApplicationLoadException(this.settings.target(), ApplicationLoadException.Reason.TIMED_OUT,
					String.format("it was not imported anew after %s seconds (wsgi.boot-timeout)",
							this.settings.bootTimeout().toSeconds()),
					found, List.of());
		}

	}

}
