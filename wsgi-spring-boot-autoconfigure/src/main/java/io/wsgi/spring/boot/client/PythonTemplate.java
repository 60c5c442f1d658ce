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

package io.wsgi.spring.boot.client;

import java.util.List;
import java.util.stream.Collectors;

import io.micrometer.observation.ObservationRegistry;
import io.wsgi.spring.boot.client.observation.PythonCallObservationConvention;
import io.wsgi.spring.boot.web.CallScopeFactory;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import org.jspecify.annotations.Nullable;

/**
 * Calls functions of Python, in the workers of an application and under their limits:
 * <pre class="code">
 * Quote quote = python.call("shop.pricing", "quote").argument("order", order).retrieve(Quote.class);
 * </pre> Safe for use by several threads.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 * @see PythonClient
 */
public class PythonTemplate {

	private static final String DEFAULT_APPLICATION = "default";

	private final List<WorkerPool> pools;

	private final List<CallScopeFactory> scopes;

	private final ObservationRegistry observations;

	private final @Nullable PythonCallObservationConvention convention;

	/**
	 * Create a new template.
	 * @param pools the workers
	 * @param scopes make what surrounds each call, from the outermost to the innermost
	 * @param observations where calls are observed
	 * @param convention what to observe of them, or {@code null} for the default
	 */
	public PythonTemplate(WorkerPools pools, List<CallScopeFactory> scopes, ObservationRegistry observations,
			@Nullable PythonCallObservationConvention convention) {
		this.pools = pools.pools();
		this.scopes = List.copyOf(scopes);
		this.observations = observations;
		this.convention = convention;
	}

	/**
	 * Begin to describe a call, in the only application, or in that of {@code wsgi.app}.
	 * @param module the module, such as {@code shop.pricing}
	 * @param function the name of the function in it
	 * @return the call
	 */
	public PythonCall call(String module, String function) {
		return new PythonCall(this, module, function);
	}

	/**
	 * Find the workers of an application.
	 * @param application its name, or {@code null} for the only one, or that of
	 * {@code wsgi.app}
	 * @return the workers
	 */
	WorkerPool workers(@Nullable String application) {
		if (application == null && this.pools.size() == 1) {
			return this.pools.get(0);
		}
		String name = (application != null) ? application : DEFAULT_APPLICATION;
		return this.pools.stream()
			.filter((workers) -> workers.getSettings().name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"There is no application '%s' to call functions in: name one of %s".formatted(name, names())));
	}

	private String names() {
		return this.pools.stream().map((workers) -> workers.getSettings().name()).collect(Collectors.joining(", "));
	}

	List<CallScopeFactory> scopes() {
		return this.scopes;
	}

	ObservationRegistry observations() {
		return this.observations;
	}

	@Nullable PythonCallObservationConvention convention() {
		return this.convention;
	}

}
