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

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.wsgi.runtime.EnvironmentChange;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.log.LogMessage;

/**
 * Prepares the application for a checkpoint of its process, which something else makes,
 * and lets it go on when the process was restored: on another machine, in another
 * environment, as one of several copies. The Python workers stay as they are, with all
 * that is compiled.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class Checkpoint {

	private static final Log logger = LogFactory.getLog(Checkpoint.class);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Bindable<Map<String, String>> VARIABLES = Bindable.mapOf(String.class, String.class);

	private final ConfigurableApplicationContext context;

	private final WorkerPools pools;

	private final WebServers webServers;

	private final List<CheckpointParticipant> participants;

	private final Memory memory;

	private final Settings settings;

	private final ProcessEnvironment processEnvironment = new ProcessEnvironment();

	private @Nullable State state;

	/**
	 * Create a new operation.
	 * @param context the application
	 * @param pools its workers
	 * @param webServers its web servers
	 * @param participants what else has something to close; closed in this order, opened
	 * in the same
	 * @param memory what is made small at the end
	 * @param settings what is configured
	 */
	public Checkpoint(ConfigurableApplicationContext context, WorkerPools pools, WebServers webServers,
			List<CheckpointParticipant> participants, Memory memory, Settings settings) {
		this.context = context;
		this.pools = pools;
		this.webServers = webServers;
		this.participants = List.copyOf(participants);
		this.memory = memory;
		this.settings = settings;
	}

	/**
	 * Return where the application listens.
	 * @return an address for a client on this machine
	 */
	URI address() {
		return this.webServers.address();
	}

	/**
	 * Stop accepting, finish what is in flight, and close what is open. Returns when the
	 * process can be dumped.
	 * @throws IllegalStateException if that fails
	 */
	public void prepare() {
		logger.info("Preparing for a checkpoint");
		this.webServers.stop();
		awaitIdle();
		this.context.pause();
		this.context.publishEvent(new BeforeCheckpointEvent(this.context));
		// Scheduled methods and listeners call functions of Python, too
		awaitIdle();
		this.pools.forEach(WorkerPool::prepareCheckpoint);
		this.participants.forEach(CheckpointParticipant::beforeCheckpoint);
		this.processEnvironment.prepare();
		// So that its code is compiled, and its classes are loaded
		new RandomState().reseed();
		this.state = new State(
				new Configuration(this.context.getEnvironment(), this.context, this.settings.launchConfiguration()),
				new Processors(), pythonVariables(System.getenv()), new ScheduledTasks(this.context),
				System.nanoTime());
		this.memory.shrink();
	}

	private void awaitIdle() {
		long begun = System.nanoTime();
		// A call that has just left the queue does not count yet
		int idleLooks = 0;
		while (idleLooks < 2) {
			try {
				Thread.sleep(10);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
			int calls = this.pools.pools().stream().mapToInt((workers) -> workers.pending() + workers.active()).sum();
			idleLooks = (calls == 0) ? idleLooks + 1 : 0;
			if (calls > 0 && System.nanoTime() - begun > PATIENCE.toNanos()) {
				throw new IllegalStateException("After " + PATIENCE.toSeconds() + " seconds, " + calls
						+ " calls of the WSGI application are still in flight");
			}
		}
	}

	/**
	 * Go on after a restore.
	 * @param launch how the restored process was launched
	 * @throws RestoreRefusedException if the application cannot become what the launch
	 * asks for
	 * @throws IllegalStateException if the application was not prepared
	 */
	public void restore(Launch launch) {
		State before = this.state;
		if (before == null) {
			throw new IllegalStateException("The application was not prepared for a checkpoint");
		}
		this.state = null;
		new RandomState().reseed();
		before.processors().adapt();
		ChangedProperties properties = new ChangedProperties(this.context, this.settings.ignoredProperties());
		Configuration.Loaded loaded = before.configuration().load(launch);
		Set<ConfigurationPropertyName> changed = loaded.changed();
		properties.check(loaded, changed);
		this.processEnvironment.replace(launch.environment());
		before.configuration().replaceBy(loaded);
		properties.rebind(changed);
		this.context.getBeanProvider(LoggingSystem.class)
			.ifAvailable((loggingSystem) -> new LogLevelChange(loggingSystem,
					this.context.getBeanProvider(LoggerGroups.class).getIfAvailable())
				.apply(loaded, changed));
		this.participants.forEach(CheckpointParticipant::afterRestore);
		restoreWorkers(EnvironmentChange.between(before.pythonVariables(), pythonVariables(launch.environment())));
		Set<String> names = new TreeSet<>();
		changed.forEach((name) -> names.add(name.toString()));
		this.context.publishEvent(new RestoredEvent(this.context, launch, names));
		before.scheduledTasks().shiftBy(System.nanoTime() - before.nanoTime());
		this.context.restart();
		this.webServers.start(this.context.getEnvironment());
		logger.info(LogMessage.format("Restored from a checkpoint in %.3f seconds, listening on %s",
				Duration.between(launch.time(), Instant.now()).toMillis() / 1000.0, this.webServers.ports()));
	}

	private void restoreWorkers(EnvironmentChange change) {
		Predicate<Set<String>> reimport = (read) -> switch (this.settings.reimport(this.context.getEnvironment())) {
			case ALWAYS -> true;
			case NEVER -> false;
			case CHANGED -> {
				if (!read.isEmpty()) {
					logger.info(LogMessage.format("Importing the WSGI application anew because of %s",
							String.join(", ", new TreeSet<>(read))));
				}
				yield !read.isEmpty();
			}
		};
		this.pools.forEach((workers) -> workers
			.restoreCheckpoint(without(ownVariables(workers.getSettings().name()), change), reimport));
	}

	// They count whatever is set for all applications, and cannot have changed
	private Set<String> ownVariables(String application) {
		return Binder.get(this.context.getEnvironment())
			.bind("wsgi.apps[" + application + "].env", VARIABLES)
			.orElse(Map.of())
			.keySet();
	}

	private static EnvironmentChange without(Set<String> names, EnvironmentChange change) {
		Map<String, String> changed = new HashMap<>(change.changed());
		changed.keySet().removeAll(names);
		Set<String> removed = new TreeSet<>(change.removed());
		removed.removeAll(names);
		return new EnvironmentChange(changed, removed);
	}

	// Those of the process, and wsgi.env
	private Map<String, String> pythonVariables(Map<String, String> processEnvironment) {
		Map<String, String> variables = new HashMap<>(processEnvironment);
		variables.putAll(Binder.get(this.context.getEnvironment()).bind("wsgi.env", VARIABLES).orElse(Map.of()));
		return variables;
	}

	/**
	 * What is configured.
	 *
	 * @param launchConfiguration translates the command line
	 * @param ignoredProperties names of properties, or what names begin with, whose
	 * change does not matter
	 */
	public record Settings(LaunchConfiguration launchConfiguration, List<String> ignoredProperties) {

		Reimport reimport(Environment environment) {
			return Binder.get(environment).bind("wsgi.checkpoint.reimport", Reimport.class).orElse(Reimport.CHANGED);
		}

	}

	/**
	 * What is kept from before the checkpoint.
	 *
	 * @param configuration the configuration
	 * @param processors the processors
	 * @param pythonVariables the environment of Python
	 * @param scheduledTasks what is done later
	 * @param nanoTime the time, as of {@link System#nanoTime()}
	 */
	private record State(Configuration configuration, Processors processors, Map<String, String> pythonVariables,
			ScheduledTasks scheduledTasks, long nanoTime) {

	}

}
