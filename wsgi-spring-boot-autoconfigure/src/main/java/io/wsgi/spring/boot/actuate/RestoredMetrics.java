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

package io.wsgi.spring.boot.actuate;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.wsgi.spring.boot.checkpoint.RestoredEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationListener;
import org.springframework.core.log.LogMessage;

/**
 * Lets the metrics of a process that was restored from a checkpoint begin anew: counters
 * and timers at zero, without the load that warmed it up, and the process itself with its
 * launch.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class RestoredMetrics implements ApplicationListener<RestoredEvent> {

	private static final Log logger = LogFactory.getLog(RestoredMetrics.class);

	private static final String UPTIME = "process.uptime";

	private static final String START_TIME = "process.start.time";

	private static final String LIBRARY = "io.micrometer.";

	private final MeterRegistry registry;

	/**
	 * Create a new instance.
	 * @param registry the metrics
	 */
	public RestoredMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void onApplicationEvent(RestoredEvent event) {
		forEachRegistry(this.registry, (each) -> each.getMeters().forEach(this::reset));
		Instant start = event.getLaunch().time();
		renew(UPTIME, "The uptime of the Java virtual machine",
				() -> Duration.between(start, Instant.now()).toMillis());
		renew(START_TIME, "Start time of the process since unix epoch.", start::toEpochMilli);
	}

	private void forEachRegistry(MeterRegistry parent, Consumer<MeterRegistry> action) {
		if (parent instanceof CompositeMeterRegistry composite) {
			composite.getRegistries().forEach((child) -> forEachRegistry(child, action));
		}
		else {
			action.accept(parent);
		}
	}

	private void renew(String name, String description, Supplier<Number> milliseconds) {
		List<Meter> before = List.copyOf(this.registry.find(name).meters());
		before.forEach(this.registry::remove);
		before.forEach((meter) -> TimeGauge.builder(name, milliseconds, TimeUnit.MILLISECONDS)
			.description(description)
			.tags(meter.getId().getTags())
			.register(this.registry));
	}

	private void reset(Meter meter) {
		if (meter instanceof Counter || meter instanceof Timer || meter instanceof DistributionSummary) {
			try {
				reset(meter, Collections.newSetFromMap(new IdentityHashMap<>()));
			}
			catch (ReflectiveOperationException | RuntimeException ex) {
				// It has no operation for that
				logger.debug(LogMessage.format("%s counts on from the checkpoint", meter.getId()), ex);
			}
		}
	}

	private void reset(@Nullable Object target, Set<Object> seen) throws ReflectiveOperationException {
		switch (target) {
			case null -> {
			}
			case LongAdder adder -> adder.reset();
			case DoubleAdder adder -> adder.reset();
			case AtomicLong number -> number.set(0);
			case AtomicLongArray array -> {
				for (int i = 0; i < array.length(); i++) {
					array.set(i, 0);
				}
			}
			default -> resetParts(target, seen);
		}
	}

	private void resetParts(Object target, Set<Object> seen) throws ReflectiveOperationException {
		Class<?> type = target.getClass();
		if (type.isArray() && !type.getComponentType().isPrimitive()) {
			for (int i = 0; i < Array.getLength(target); i++) {
				reset(Array.get(target, i), seen);
			}
			return;
		}
		boolean leaf = target instanceof MeterRegistry || target instanceof Meter.Id || type.isEnum();
		if (leaf || !type.getName().startsWith(LIBRARY) || !seen.add(target)) {
			return;
		}
		for (Class<?> declaring = type; declaring != null
				&& declaring != Object.class; declaring = declaring.getSuperclass()) {
			for (Field field : declaring.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
					field.setAccessible(true);
					reset(field.get(target), seen);
				}
			}
		}
	}

}
