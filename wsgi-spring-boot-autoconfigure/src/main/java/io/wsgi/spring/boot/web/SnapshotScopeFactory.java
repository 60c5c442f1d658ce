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

package io.wsgi.spring.boot.web;

import java.util.Objects;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import io.wsgi.worker.WorkerSettings;
import org.jspecify.annotations.Nullable;

/**
 * Carries the thread locals that are registered with Micrometer's context propagation,
 * such as the current observation.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class SnapshotScopeFactory implements CallScopeFactory {

	private final ContextRegistry registry = ContextRegistry.getInstance();

	private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder()
		.contextRegistry(this.registry)
		.build();

	@Override
	public @Nullable CallScope create(WorkerSettings application) {
		return hasValues() ? new SnapshotScope(this.snapshots.captureAll()) : null;
	}

	private boolean hasValues() {
		for (ThreadLocalAccessor<?> accessor : this.registry.getThreadLocalAccessors()) {
			if (accessor.getValue() != null) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Sets the thread locals.
	 */
	private static final class SnapshotScope implements AsyncCallScope {

		private final ContextSnapshot snapshot;

		private ContextSnapshot.@Nullable Scope scope;

		SnapshotScope(ContextSnapshot snapshot) {
			this.snapshot = snapshot;
		}

		@Override
		public void open() {
			this.scope = this.snapshot.setThreadLocals();
		}

		@Override
		public Runnable enter() {
			return this.snapshot.setThreadLocals()::close;
		}

		@Override
		public void close(int status, @Nullable String report) {
			Objects.requireNonNull(this.scope, "The scope is not open").close();
		}

	}

}
