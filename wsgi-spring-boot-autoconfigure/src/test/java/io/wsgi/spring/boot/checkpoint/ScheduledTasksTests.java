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

package io.wsgi.spring.boot.checkpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.CronTrigger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScheduledTasks}.
 *
 * @author wsgi-spring-boot contributors
 */
class ScheduledTasksTests {

	private static final Runnable NOTHING = () -> {
	};

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void tasksOfAThreadPoolAreKnown() {
		tasksAreKnown(ThreadPoolTaskScheduler.class, new ThreadPoolTaskScheduler());
	}

	/**
	 * What Spring Boot has if {@code spring.threads.virtual.enabled}.
	 */
	@Test
	void tasksOfVirtualThreadsAreKnown() {
		tasksAreKnown(SimpleAsyncTaskScheduler.class, new SimpleAsyncTaskScheduler());
	}

	private <T extends TaskScheduler> void tasksAreKnown(Class<T> type, T scheduler) {
		this.context.registerBean(type, () -> scheduler);
		this.context.refresh();
		ScheduledFuture<?> atRate = scheduler.scheduleAtFixedRate(NOTHING, inAnHour(), Duration.ofHours(1));
		ScheduledFuture<?> withDelay = scheduler.scheduleWithFixedDelay(NOTHING, inAnHour(), Duration.ofHours(1));
		ScheduledFuture<?> once = scheduler.schedule(NOTHING, inAnHour());
		scheduler.schedule(NOTHING, new CronTrigger("0 0 0 1 1 *"));
		assertThat(new ScheduledTasks(this.context).tasks()).hasSize(4)
			.contains((Runnable) atRate, (Runnable) withDelay, (Runnable) once);
	}

	@Test
	void tasksOfAnExecutorAreKnown() {
		ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);
		this.context.registerBean(ScheduledExecutorService.class, () -> executor);
		this.context.refresh();
		ScheduledFuture<?> task = executor.schedule(NOTHING, 1, TimeUnit.HOURS);
		assertThat(new ScheduledTasks(this.context).tasks()).containsExactly((Runnable) task);
		executor.shutdownNow();
	}

	private static Instant inAnHour() {
		return Instant.now().plus(Duration.ofHours(1));
	}

}
