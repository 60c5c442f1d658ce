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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.wsgi.spring.boot.python.ApplicationLoadException;
import io.wsgi.spring.boot.worker.WorkerPool;
import io.wsgi.spring.boot.worker.WorkerPools;
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
	 * Load the applications anew. Requests are served meanwhile.
	 * @param operation {@code reload}
	 * @return the applications, or what is wrong with one that could not be loaded, and
	 * which stays as it was
	 */
	@WriteOperation
	public WebEndpointResponse<?> reload(@Selector String operation) {
		if (!operation.equals(RELOAD)) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		for (WorkerPool workers : this.pools) {
			try {
				workers.reload();
			}
			catch (ApplicationLoadException ex) {
				return new WebEndpointResponse<>(new ReloadFailure(ex.getMessage(), ex.getTraceback()),
						WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR);
			}
		}
		return new WebEndpointResponse<>(applications());
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
	 * @param workers the number of workers
	 * @param active the calls in flight
	 * @param pending the calls that wait
	 * @param nativeModules the native modules that tie it to its worker
	 */
	public record ApplicationDescriptor(String app, int generation, int workers, int active, int pending,
			List<String> nativeModules) {

		static ApplicationDescriptor of(WorkerPool workers) {
			return new ApplicationDescriptor(workers.getSettings().target(), workers.generation(), workers.size(),
					workers.active(), workers.pending(), workers.nativeModules());
		}

	}

	/**
	 * Tells why an application could not be loaded.
	 *
	 * @param message what is wrong
	 * @param traceback the Python traceback
	 */
	public record ReloadFailure(@Nullable String message, String traceback) implements OperationResponseBody {

	}

}
