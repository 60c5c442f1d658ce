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

import io.wsgi.asgi.LoopService;
import io.wsgi.runtime.MainThread;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.worker.WorkerLifecycle.State;
import io.wsgi.worker.queue.CallQueue;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What the first thread of a worker does: it makes the interpreter, loads the
 * application, serves, and closes the interpreter after the other threads.
 *
 * @author wsgi-spring-boot contributors
 */
final class WorkerMain {

	private static final Log logger = LogFactory.getLog(WorkerMain.class);

	private final Worker worker;

	private final WorkerThreads threads;

	private final CallQueue queue;

	private final WorkerInterpreter.Source source;

	private final WorkerPoolListener listener;

	WorkerMain(Worker worker, WorkerThreads threads, CallQueue queue, WorkerInterpreter.Source source,
			WorkerPoolListener listener) {
		this.worker = worker;
		this.threads = threads;
		this.queue = queue;
		this.source = source;
		this.listener = listener;
	}

	void run(WorkerThread thread) {
		try {
			this.worker.lifecycle().begin();
			try (MainThread main = this.worker.interpreter().enter()) {
				becomeReady(thread, main);
				LoopService loop = this.worker.interpreter().loop();
				if (loop != null) {
					loop.serve();
				}
				else {
					this.worker.serve(thread, main);
				}
			}
			// Nobody has told it to end
			if (this.worker.state() == State.READY && !this.queue.isClosed()) {
				this.worker
					.fail(new IllegalStateException(this.worker.name() + " has ended without having been told to"));
			}
		}
		catch (Throwable ex) {
			this.worker.fail(ex);
		}
		close(thread);
		this.listener.workerStopped(this.worker.name());
	}

	private void becomeReady(WorkerThread thread, MainThread stay) {
		WorkerInterpreter interpreter = this.worker.interpreter();
		PythonApplication loaded = interpreter.load();
		LoopService loop = loaded.isAsync() ? interpreter.startLoop(loaded, stay, newLoopCalls()) : null;
		this.source.onInterface().accept(loaded.isAsync());
		if (this.worker.lifecycle().loaded()) {
			this.source.warmup().run(this.worker.name(), thread, (loop != null) ? loop.caller() : loaded.newCaller());
			this.worker.lifecycle().warmedUp();
		}
	}

	private LoopCalls newLoopCalls() {
		return new LoopCalls(this.queue, this.worker::isRetired, this.listener, this.worker::countCall,
				this.worker.lifecycle()::giveUp);
	}

	private void close(WorkerThread first) {
		this.worker.drain();
		WorkerInterpreter interpreter = this.worker.interpreter();
		try {
			this.threads.awaitOthers(first);
			interpreter.exit();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Throwable ex) {
			logger.error(String.format("%s could not end in order", this.worker.name()), ex);
		}
		finally {
			interpreter.close();
			this.worker.lifecycle().close();
		}
	}

}
