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
import java.util.Locale;
import java.util.Map;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.worker.WorkerDescription;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import io.wsgi.worker.WorkerSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.util.WebUtils;

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
	 * Requests are served meanwhile. What a browser sends on behalf of another site, with
	 * the cookies of this one, is refused.
	 * @param operation {@code reload}, and after it the name of the only application to
	 * load; all if it is missing
	 * @return the applications; or, if one could not be loaded and stays as it was, what
	 * has become of each
	 */
	@WriteOperation
	public WebEndpointResponse<?> reload(@Selector(match = Match.ALL_REMAINING) String... operation) {
		if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
			HttpServletRequest request = attributes.getRequest();
			if (isForm(request)) {
				return new WebEndpointResponse<>(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
			}
			if (isFromAnotherSite(request)) {
				return new WebEndpointResponse<>(HttpServletResponse.SC_FORBIDDEN);
			}
		}
		Map<String, ReloadDescriptor> outcomes = new LinkedHashMap<>();
		if (operation.length <= 2 && operation[0].equals(RELOAD)) {
			for (WorkerPool workers : this.pools) {
				String name = workers.getSettings().name();
				if (operation.length == 1 || operation[1].equals(name)) {
					outcomes.put(name, reload(workers));
				}
			}
		}
		if (outcomes.isEmpty()) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		return outcomes.values()
			.stream()
			.filter((outcome) -> !outcome.reloaded())
			.findFirst()
			.<WebEndpointResponse<?>>map((failed) -> new WebEndpointResponse<>(
					new ReloadFailure(failed.message(), failed.traceback(), outcomes),
					WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR))
			.orElseGet(() -> new WebEndpointResponse<>(applications()));
	}

	// What a browser lets a page send anywhere without asking: "CORS-safelisted" types of
	// the Fetch standard
	private static boolean isForm(HttpServletRequest request) {
		String type = request.getContentType();
		String lowerCase = (type != null) ? type.toLowerCase(Locale.ROOT) : "";
		return lowerCase.startsWith("application/x-www-form-urlencoded") || lowerCase.startsWith("multipart/")
				|| lowerCase.startsWith("text/plain");
	}

	private static boolean isFromAnotherSite(HttpServletRequest request) {
		String site = request.getHeader("Sec-Fetch-Site");
		if (site != null) {
			return !site.equals("same-origin") && !site.equals("none");
		}
		return request.getHeader(HttpHeaders.ORIGIN) != null
				&& !WebUtils.isSameOrigin(new ServletServerHttpRequest(request));
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
	 * @param message what is wrong with the first that could not
	 * @param traceback its Python traceback, if there is one
	 * @param applications the outcomes by the name of the application
	 */
	public record ReloadFailure(@Nullable String message, @Nullable String traceback,
			Map<String, ReloadDescriptor> applications) implements OperationResponseBody {

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
