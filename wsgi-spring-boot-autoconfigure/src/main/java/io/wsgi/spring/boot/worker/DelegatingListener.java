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

package io.wsgi.spring.boot.worker;

/**
 * Lets the listener be set after the workers were made.
 *
 * @author wsgi-spring-boot contributors
 */
final class DelegatingListener implements WorkerPoolListener {

	private volatile WorkerPoolListener delegate = WorkerPoolListener.NONE;

	void setDelegate(WorkerPoolListener delegate) {
		this.delegate = delegate;
	}

	@Override
	public void acquired(long waitNanos) {
		this.delegate.acquired(waitNanos);
	}

	@Override
	public void used(long usageNanos) {
		this.delegate.used(usageNanos);
	}

	@Override
	public void rejected() {
		this.delegate.rejected();
	}

	@Override
	public void timedOut() {
		this.delegate.timedOut();
	}

	@Override
	public void interrupted() {
		this.delegate.interrupted();
	}

	@Override
	public void replaced(String reason) {
		this.delegate.replaced(reason);
	}

}
