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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.Interruption;
import org.jspecify.annotations.Nullable;

/**
 * The import of an application anew in the worker that it is tied to, which goes on in a
 * thread of its own.
 *
 * @author wsgi-spring-boot contributors
 */
final class Reimport {

	private final Worker worker;

	private final WorkerSettings settings;

	private final long deadline;

	private final CompletableFuture<Void> result = new CompletableFuture<>();

	private final Thread thread;

	private @Nullable OverdueStack stack;

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
		if (now - this.deadline < 0) {
			return false;
		}
		if (this.stack == null) {
			this.stack = new OverdueStack(this.worker, this.thread, now);
		}
		String found = this.stack.find(now);
		if (found == null) {
			return false;
		}
		// What it has replaced of the application comes back when this has ended it
		this.worker.interrupt(this.thread,
				new Interruption("the import took longer than wsgi.boot-timeout", () -> true, (stack) -> {
				}));
		throw new ApplicationLoadException(this.settings.target(), ApplicationLoadException.Reason.TIMED_OUT,
				String.format("it was not imported anew after %s seconds (wsgi.boot-timeout)",
						this.settings.bootTimeout().toSeconds()),
				found, List.of());
	}

}
