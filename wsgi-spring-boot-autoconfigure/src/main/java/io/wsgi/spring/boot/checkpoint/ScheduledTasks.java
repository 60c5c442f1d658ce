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

import java.lang.reflect.Field;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The tasks that the schedulers of the application run later. The clock by which they are
 * due jumps forward, by the time that the machine has been up. A task with a fixed rate
 * would then be run for all of the periods in between, at once.
 *
 * @author wsgi-spring-boot contributors
 */
final class ScheduledTasks {

	private static final Log logger = LogFactory.getLog(ScheduledTasks.class);

	private final Set<ScheduledThreadPoolExecutor> executors = new LinkedHashSet<>();

	ScheduledTasks(ApplicationContext context) {
		context.getBeanProvider(ThreadPoolTaskScheduler.class)
			.stream()
			.forEach((scheduler) -> this.executors.add(scheduler.getScheduledThreadPoolExecutor()));
		context.getBeanProvider(ScheduledExecutorService.class).stream().forEach((executor) -> {
			if (executor instanceof ScheduledThreadPoolExecutor known) {
				this.executors.add(known);
			}
		});
	}

	/**
	 * Have the tasks be due as much later as the clock has jumped. Needs
	 * {@code --add-opens=java.base/java.util.concurrent=ALL-UNNAMED}.
	 * @param nanos by how much
	 */
	void shiftBy(long nanos) {
		try {
			for (ScheduledThreadPoolExecutor executor : this.executors) {
				for (Runnable task : executor.getQueue()) {
					// The order of the queue remains
					Field time = task.getClass().getDeclaredField("time");
					time.setAccessible(true);
					time.setLong(task, time.getLong(task) + nanos);
				}
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.warn("Scheduled tasks may be run several times at once", ex);
		}
	}

}
