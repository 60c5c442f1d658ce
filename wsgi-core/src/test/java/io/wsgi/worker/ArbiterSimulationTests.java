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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.wsgi.worker.WorkerLifecycle.State;
import io.wsgi.worker.policy.ConcurrencyPolicy;
import io.wsgi.worker.queue.CallQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the {@link Arbiter} with a clock of its own and workers that load for ever, fail,
 * die, hang, are tied to the process, or end too late, at any step, while it is asked to
 * reload and to stop. The seed of a run that fails is in its message.
 *
 * @author wsgi-spring-boot contributors
 */
class ArbiterSimulationTests {

	private static final long TICK = Duration.ofMillis(100).toNanos();

	private static final Duration BOOT_TIMEOUT = Duration.ofSeconds(60);

	private static final Duration GRACE = Duration.ofSeconds(30);

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.wsgi.worker");

	private final Level level = this.logger.getLevel();

	@BeforeEach
	void logNothing() {
		this.logger.setLevel(Level.OFF);
	}

	@AfterEach
	void logAgain() {
		this.logger.setLevel(this.level);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3 })
	void invariantsHoldWhateverWorkersDo(int block) {
		for (int seed = block * 1000; seed < (block + 1) * 1000; seed++) {
			try {
				new Run(seed).play();
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("Seed " + seed + ": " + ex.getMessage(), ex);
			}
		}
	}

	/**
	 * One life of a pool.
	 */
	private static final class Run {

		private final Random random;

		private final int min;

		private final int max;

		private final boolean tied;

		private final List<FakeWorker> started = new ArrayList<>();

		private final List<CompletableFuture<Integer>> reloads = new ArrayList<>();

		private final List<String> replaced = new ArrayList<>();

		private final CallQueue queue = new CallQueue(100, Long.MAX_VALUE, () -> {
		});

		private final Arbiter arbiter;

		private long now = TICK;

		private boolean calm;

		private boolean ticking;

		Run(int seed) {
			this.random = new Random(seed);
			this.tied = this.random.nextInt(5) == 0;
			this.min = this.tied ? 1 : 1 + this.random.nextInt(2);
			this.max = this.tied ? 1 : this.min + this.random.nextInt(3);
			WorkerSettings settings = new WorkerSettings("test", "test:app", null,
					new WorkerSettings.Scaling(this.min, this.max, Duration.ofSeconds(20)), 1, 4, 100,
					Duration.ofHours(1), null, BOOT_TIMEOUT, GRACE,
					new WorkerSettings.Recycling(this.random.nextBoolean() ? 50 : 0, 0, null, null), List.of());
			this.arbiter = new Arbiter(settings, this::newWorker, this.queue, new WorkerPoolListener() {

				@Override
				public void replaced(String worker, String reason) {
					Run.this.replaced.add(worker);
				}

			}, this.now);
		}

		private Worker newWorker() {
			FakeWorker worker = new FakeWorker("worker-" + this.started.size(), this);
			this.started.add(worker);
			return worker;
		}

		void play() {
			until(this.arbiter.first()::isDone, BOOT_TIMEOUT.plusSeconds(20), "the first start ends");
			if (!this.arbiter.first().isCompletedExceptionally()) {
				for (int i = 0; i < 300; i++) {
					disturb();
					tick();
				}
				this.calm = true;
				until(this::isAsWanted, Duration.ofMinutes(15), "as many workers as wanted serve");
				assertThat(this.reloads).allMatch(CompletableFuture::isDone);
				disturb();
			}
			this.queue.close();
			if (this.random.nextBoolean()) {
				this.reloads.add(this.arbiter.reload());
			}
			CompletableFuture<Boolean> stopped = this.arbiter.stop();
			until(stopped::isDone, GRACE.plusSeconds(20), "the stop ends");
			assertThat(this.reloads).allMatch(CompletableFuture::isDone);
			assertThat(this.arbiter.workers()).allMatch((worker) -> ((FakeWorker) worker).cancelled);
		}

		private void disturb() {
			switch (this.random.nextInt(40)) {
				case 0 -> this.reloads.add(this.arbiter.reload());
				case 1 -> aWorker().dies();
				case 2 -> aWorker().hangs();
				case 3 -> aWorker().serves(50);
				case 4 -> {
					this.now += Duration.ofSeconds(5).toNanos();
				}
				default -> {
				}
			}
		}

		private FakeWorker aWorker() {
			return this.started.get(this.random.nextInt(this.started.size()));
		}

		private void tick() {
			this.now += TICK;
			this.started.forEach(FakeWorker::proceed);
			this.ticking = true;
			this.arbiter.tick(this.now);
			this.ticking = false;
			List<Worker> workers = this.arbiter.workers();
			long draining = workers.stream().filter((worker) -> worker.state() == State.DRAINING).count();
			long starting = workers.stream().filter((worker) -> worker.state().isStarting()).count();
			assertThat(this.replaced).as("one takes the place of another").doesNotHaveDuplicates();
			assertThat(starting).as("one worker starts at a time").isLessThanOrEqualTo(1);
			assertThat(draining).as("at most one generation ends").isLessThanOrEqualTo(this.max + 1L);
			if (this.tied) {
				assertThat(this.started.stream().filter((worker) -> worker.lifecycle().wasReady()).count())
					.as("the only worker of a tied application is never replaced")
					.isLessThanOrEqualTo(1);
			}
		}

		private boolean isAsWanted() {
			if (this.arbiter.failures().isBroken()) {
				assertThat(this.tied).as("only a tied application can break down").isTrue();
				return this.reloads.stream().allMatch(CompletableFuture::isDone);
			}
			long ready = this.arbiter.workers().stream().filter((worker) -> worker.state() == State.READY).count();
			return ready >= this.min && ready <= this.max && this.arbiter.workers().size() == ready
					&& this.reloads.stream().allMatch(CompletableFuture::isDone);
		}

		private void until(BooleanSupplier condition, Duration patience, String what) {
			long deadline = this.now + patience.toNanos();
			while (!condition.getAsBoolean()) {
				assertThat(this.now - deadline).as(what).isNegative();
				tick();
			}
		}

	}

	/**
	 * A worker without threads, whose fate is drawn when it is made.
	 */
	private static final class FakeWorker extends Worker {

		private static final WorkerInterpreter.Source SOURCE = new WorkerInterpreter.Source(null, null, null, null, 50,
				GRACE, null, (async) -> {
				});

		private final Run run;

		private final WorkerInterpreter interpreter;

		private final long readyAt;

		private final long endsAfter;

		private final Throwable failure;

		private boolean stopping;

		private boolean cancelled;

		private boolean gone;

		private long calls;

		private long endingSince;

		FakeWorker(String name, Run run) {
			super(name, new ConcurrencyPolicy(1, 1), run.queue, SOURCE, new WorkerPoolListener() {
			}, () -> {
			});
			this.run = run;
			this.interpreter = new FakeWorkerInterpreter(run);
			int fate = run.calm ? 9 : run.random.nextInt(10);
			this.failure = (fate == 0) ? new IllegalStateException("does not load")
					: (fate == 1) ? new OutOfMemoryError("no memory") : null;
			this.readyAt = (fate == 2) ? Long.MAX_VALUE : run.now + run.random.nextInt(40) * TICK;
			this.endsAfter = (fate == 3) ? Long.MAX_VALUE : run.random.nextInt(100) * TICK;
		}

		/**
		 * Other threads change it while it is looked at.
		 */
		@Override
		State state() {
			if (this.run.ticking && this.run.random.nextInt(8) == 0) {
				this.run.ticking = false;
				proceed();
				this.run.ticking = true;
			}
			return super.state();
		}

		void proceed() {
			if (state().isStarting() && this.run.now >= this.readyAt) {
				if (this.failure != null) {
					fail(this.failure);
					this.gone = true;
				}
				else {
					lifecycle().loaded();
					lifecycle().warmedUp();
				}
			}
			boolean ending = state() == State.DRAINING || state() == State.FAILED
					|| (state() == State.READY && this.stopping);
			if (!ending || this.gone) {
				return;
			}
			if (this.endingSince == 0) {
				this.endingSince = this.run.now;
			}
			boolean finished = this.run.now - this.endingSince >= this.endsAfter;
			if (finished || (this.cancelled && this.endsAfter != Long.MAX_VALUE)) {
				this.gone = true;
				lifecycle().drain();
				lifecycle().close();
			}
		}

		void dies() {
			if (state() == State.READY) {
				fail(new IllegalStateException("has died"));
			}
		}

		void hangs() {
			if (state() == State.READY) {
				lifecycle().giveUp();
			}
		}

		void serves(int count) {
			this.calls += count;
		}

		@Override
		void start() {
			assertThat(state()).isEqualTo(State.LOADING);
		}

		@Override
		void finish() {
			this.stopping = true;
		}

		@Override
		void cancelInBackground() {
			this.cancelled = true;
		}

		@Override
		Thread runInBackground(String purpose, Runnable task) {
			task.run();
			return Thread.currentThread();
		}

		@Override
		void reimport() {
			if (this.run.random.nextInt(4) == 0) {
				throw new IllegalStateException("does not load");
			}
		}

		@Override
		Thread firstThread() {
			return Thread.currentThread();
		}

		@Override
		WorkerInterpreter interpreter() {
			return this.interpreter;
		}

		@Override
		boolean isGone() {
			return this.gone;
		}

		@Override
		long calls() {
			return this.calls;
		}

		@Override
		int activeCalls() {
			return lifecycle().isHung() ? 1 : 0;
		}

	}

	/**
	 * An interpreter of which nothing is needed.
	 */
	private static final class FakeWorkerInterpreter extends WorkerInterpreter {

		private final Run run;

		FakeWorkerInterpreter(Run run) {
			super(FakeWorker.SOURCE);
			this.run = run;
		}

		@Override
		CompletableFuture<String> stackOf(Thread thread) {
			return new CompletableFuture<>();
		}

		@Override
		List<String> nativeModules() {
			return this.run.tied ? List.of("numpy") : List.of();
		}

	}

}
