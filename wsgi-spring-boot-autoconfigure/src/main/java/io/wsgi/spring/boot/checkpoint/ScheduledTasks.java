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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
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

	// Those of SimpleAsyncTaskScheduler
	private static final List<String> EXECUTORS = List.of("triggerExecutor", "fixedDelayExecutor");

	private final Set<ScheduledThreadPoolExecutor> executors = new LinkedHashSet<>();

	ScheduledTasks(ApplicationContext context) {
		context.getBeanProvider(ThreadPoolTaskScheduler.class)
			.stream()
			.forEach((scheduler) -> this.executors.add(scheduler.getScheduledThreadPoolExecutor()));
		context.getBeanProvider(SimpleAsyncTaskScheduler.class).stream().forEach(this::addThoseOf);
		context.getBeanProvider(ScheduledExecutorService.class).stream().forEach(this::add);
	}

	// Spring Boot's scheduler when threads are virtual, which they are by default
	private void addThoseOf(SimpleAsyncTaskScheduler scheduler) {
		try {
			for (String name : EXECUTORS) {
				Field field = SimpleAsyncTaskScheduler.class.getDeclaredField(name);
				field.setAccessible(true);
				add(field.get(scheduler));
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.warn("This version of Spring has other fields: scheduled tasks may be run several times at once",
					ex);
		}
	}

	private void add(Object executor) {
		if (executor instanceof ScheduledThreadPoolExecutor known) {
			this.executors.add(known);
		}
	}

	/**
	 * Return the tasks that are due later.
	 * @return the tasks
	 */
	List<Runnable> tasks() {
		List<Runnable> tasks = new ArrayList<>();
		this.executors.forEach((executor) -> tasks.addAll(executor.getQueue()));
		return tasks;
	}

	/**
	 * Have the tasks be due as much later as the clock has jumped. Needs
	 * {@code --add-opens=java.base/java.util.concurrent=ALL-UNNAMED}.
	 * @param nanos by how much
	 */
	void shiftBy(long nanos) {
		try {
			for (Runnable task : tasks()) {
				// The order of the queue remains
				Field time = task.getClass().getDeclaredField("time");
				time.setAccessible(true);
				time.setLong(task, time.getLong(task) + nanos);
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.warn("Scheduled tasks may be run several times at once", ex);
		}
	}

}
