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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.worker.WorkerDescription;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import io.wsgi.worker.WorkerSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * {@link Endpoint @Endpoint} to see and reload WSGI applications.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@Endpoint(id = "wsgi")
public class WsgiEndpoint {

	private static final String RELOAD = "reload";

	private final WorkerPools pools;

	/**
	 * Create a new endpoint.
	 * @param pools the workers of each application
	 */
	public WsgiEndpoint(WorkerPools pools) {
		this.pools = pools;
	}

	/**
	 * Describe the applications.
	 * @return the applications by name
	 */
	@ReadOperation
	public WsgiDescriptor applications() {
		Map<String, ApplicationDescriptor> applications = new LinkedHashMap<>();
		for (WorkerPool workers : this.pools) {
			applications.put(workers.getSettings().name(), ApplicationDescriptor.of(workers));
		}
		return new WsgiDescriptor(applications);
	}

	/**
	 * Load the applications anew, one after the other, whatever becomes of the others.
	 * Requests are served meanwhile.
	 * @param operation {@code reload}
	 * @param application the name of the only one to load; all if it is missing. Because
	 * of it, the request has to be of type JSON, which no form of another site can send
	 * @return the applications; or, if one could not be loaded and stays as it was, what
	 * has become of each
	 */
	@WriteOperation
	public WebEndpointResponse<?> reload(@Selector String operation, @Nullable String application) {
		Map<String, ReloadDescriptor> outcomes = new LinkedHashMap<>();
		if (operation.equals(RELOAD)) {
			for (WorkerPool workers : this.pools) {
				String name = workers.getSettings().name();
				if (application == null || application.equals(name)) {
					outcomes.put(name, reload(workers));
				}
			}
		}
		if (outcomes.isEmpty()) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		return outcomes.values().stream().allMatch(ReloadDescriptor::reloaded)
				? new WebEndpointResponse<>(applications()) : new WebEndpointResponse<>(new ReloadFailure(outcomes),
						WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR);
	}

	private ReloadDescriptor reload(WorkerPool workers) {
		try {
			return new ReloadDescriptor(true, workers.reload(), null, null);
		}
		catch (ApplicationLoadException ex) {
			return new ReloadDescriptor(false, workers.generation(), ex.getMessage(), ex.getTraceback());
		}
		catch (IllegalStateException ex) {
			return new ReloadDescriptor(false, workers.generation(), ex.getMessage(), null);
		}
	}

	/**
	 * Description of all applications.
	 *
	 * @param applications the applications by name
	 */
	public record WsgiDescriptor(Map<String, ApplicationDescriptor> applications) implements OperationResponseBody {

	}

	/**
	 * Description of an application.
	 *
	 * @param app what is loaded
	 * @param generation how often it has been loaded
	 * @param pending the requests that wait for a worker
	 * @param lastFailure why the last attempt to load it failed, if it did
	 * @param settings the settings in force
	 * @param workers the workers, and what they are doing
	 */
	public record ApplicationDescriptor(String app, int generation, int pending, @Nullable String lastFailure,
			SettingsDescriptor settings, List<WorkerDescription> workers) {

		static ApplicationDescriptor of(WorkerPool workers) {
			Throwable failure = workers.lastFailure();
			return new ApplicationDescriptor(workers.getSettings().target(), workers.generation(), workers.pending(),
					(failure != null) ? failure.getMessage() : null, SettingsDescriptor.of(workers.getSettings()),
					workers.describe());
		}

	}

	/**
	 * The settings in force.
	 *
	 * @param minWorkers {@code wsgi.min-workers}
	 * @param workers {@code wsgi.workers}
	 * @param threads {@code wsgi.threads}
	 * @param queueSize {@code wsgi.queue-size}
	 * @param queueTimeout {@code wsgi.queue-timeout}
	 * @param requestTimeout {@code wsgi.request-timeout}, if any
	 * @param gracefulTimeout {@code wsgi.graceful-timeout}
	 * @param maxRequests {@code wsgi.max-requests}, {@code 0} for no limit
	 * @param maxWorkerAge {@code wsgi.max-worker-age}, if any
	 * @param maxHeapUsage {@code wsgi.max-heap-usage}, if any
	 */
	public record SettingsDescriptor(int minWorkers, int workers, int threads, int queueSize, Duration queueTimeout,
			@Nullable Duration requestTimeout, Duration gracefulTimeout, int maxRequests,
			@Nullable Duration maxWorkerAge, @Nullable Double maxHeapUsage) {

		static SettingsDescriptor of(WorkerSettings settings) {
			WorkerSettings.Recycling recycling = settings.recycling();
			return new SettingsDescriptor(settings.scaling().min(), settings.scaling().max(), settings.threads(),
					settings.queueSize(), settings.queueTimeout(), settings.requestTimeout(),
					settings.gracefulTimeout(), recycling.maxRequests(), recycling.maxAge(), recycling.maxHeapUsage());
		}

	}

	/**
	 * Tells what has become of each application when not all could be loaded anew.
	 *
	 * @param applications the outcomes by the name of the application
	 */
	public record ReloadFailure(Map<String, ReloadDescriptor> applications) implements OperationResponseBody {

	}

	/**
	 * What has become of an application.
	 *
	 * @param reloaded whether it was loaded anew
	 * @param generation the generation that serves now
	 * @param message what is wrong, if it was not
	 * @param traceback the Python traceback, if there is one
	 */
	public record ReloadDescriptor(boolean reloaded, int generation, @Nullable String message,
			@Nullable String traceback) {

	}

}
