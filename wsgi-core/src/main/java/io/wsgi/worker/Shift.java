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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.wsgi.runtime.ApplicationSettings;
import io.wsgi.runtime.PythonInterpreter;
import org.jspecify.annotations.Nullable;

/**
 * All that serves from one start of a {@link WorkerPool} to the stop after it.
 *
 * @author wsgi-spring-boot contributors
 */
final class Shift {

	private final WorkerSettings settings;

	private final Supplier<PythonInterpreter> interpreters;

	private final Consumer<String> errors;

	private final WorkerPoolListener listener;

	private final AtomicInteger hired = new AtomicInteger();

	private final CallQueue queue;

	private final Arbiter arbiter;

	private final ThreadGovernor governor;

	private final @Nullable TimeLimit timeLimit;

	Shift(WorkerSettings settings, Supplier<PythonInterpreter> interpreters, Consumer<String> errors,
			WorkerPoolListener listener) {
		this.settings = settings;
		this.interpreters = interpreters;
		this.errors = errors;
		this.listener = listener;
		this.queue = new CallQueue(settings.queueSize(), settings.queueTimeout().toNanos());
		this.arbiter = new Arbiter(settings, this::newWorker, this.queue, listener);
		this.governor = new ThreadGovernor(name("governor"), this.queue, this.arbiter.roster(), listener);
		Duration limit = settings.requestTimeout();
		this.timeLimit = (limit != null)
				? new TimeLimit(name("time-limit"), limit, this.arbiter.roster(), listener, Worker::giveUp) : null;
	}

	private String name(String suffix) {
		return "wsgi-" + this.settings.name() + "-" + suffix;
	}

	private Worker newWorker() {
		int age = this.hired.incrementAndGet();
		String name = name(Integer.toString(age));
		String hooks = this.settings.hooks();
		// Workers share nothing, as processes do
		boolean multiprocess = this.settings.scaling().max() > 1;
		ApplicationSettings application = new ApplicationSettings(this.settings.target(), this.settings.threads() > 1,
				multiprocess, (hooks != null) ? new ApplicationSettings.Hooks(hooks, name, age) : null);
		return new Worker(name, new WorkerThreads.Bounds(this.settings.minThreads(), this.settings.threads()),
				this.queue, new HostedApplication(this.interpreters, application, this.errors),
				new Warmup(this.settings.warmup()), new Lifespan(this.settings.recycling()), this.listener);
	}

	CallQueue queue() {
		return this.queue;
	}

	Arbiter arbiter() {
		return this.arbiter;
	}

	ThreadGovernor governor() {
		return this.governor;
	}

	void start() {
		this.arbiter.start();
		this.governor.start();
		if (this.timeLimit != null) {
			this.timeLimit.start();
		}
	}

	/**
	 * End after the calls in the queue and in flight. Those that wait even when the time
	 * for that is over are refused.
	 * @return whether all calls have finished
	 */
	boolean stop() {
		this.queue.close();
		boolean finished = this.arbiter.stop();
		this.queue.refuseAll();
		if (!finished) {
			this.arbiter.cancel();
		}
		this.governor.stop();
		if (this.timeLimit != null) {
			this.timeLimit.stop();
		}
		return finished;
	}

	int activeCalls() {
		int calls = 0;
		for (Worker worker : this.arbiter.roster()) {
			calls += worker.activeCalls();
		}
		return calls;
	}

}
