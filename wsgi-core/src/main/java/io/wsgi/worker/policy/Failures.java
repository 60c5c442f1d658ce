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

package io.wsgi.worker.policy;

import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What has gone wrong with the workers of an application, and when to try again.
 *
 * @author wsgi-spring-boot contributors
 */
public final class Failures {

	private static final Log logger = LogFactory.getLog(Failures.class);

	private final Consumer<Throwable> observer;

	private final Backoff backoff = new Backoff();

	private volatile boolean broken;

	private volatile @Nullable Throwable last;

	/**
	 * Create an instance without failures.
	 * @param observer is told of the failures that nobody waits for
	 */
	public Failures(Consumer<Throwable> observer) {
		this.observer = observer;
	}

	/**
	 * A worker has become ready, or the application was loaded anew.
	 */
	public void succeeded() {
		this.backoff.succeeded();
		this.last = null;
	}

	/**
	 * Note a failure that others tell of.
	 * @param cause the cause
	 */
	public void note(@Nullable Throwable cause) {
		this.last = cause;
	}

	/**
	 * Tell of a failure that nobody waits for, and wait before the next attempt.
	 * @param message what has failed
	 * @param cause the cause
	 * @param now the time, as of {@link System#nanoTime()}
	 */
	public void tell(String message, @Nullable Throwable cause, long now) {
		this.last = cause;
		this.backoff.failed(now);
		logger.error(
				String.format("%s. The next attempt follows in %s seconds", message, this.backoff.delay().toSeconds()),
				cause);
		this.observer.accept((cause != null) ? cause : new IllegalStateException(message));
	}

	/**
	 * A worker would have to be replaced and cannot.
	 */
	public void breakDown() {
		this.broken = true;
	}

	/**
	 * Return whether only a restart of the process can help.
	 * @return whether the workers are broken
	 */
	public boolean isBroken() {
		return this.broken;
	}

	/**
	 * Tell whether to wait before the next attempt.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return whether to wait
	 */
	public boolean isWaiting(long now) {
		return this.backoff.isWaiting(now);
	}

	/**
	 * Return why the last attempt to start a worker, or to load the application anew,
	 * failed.
	 * @return the failure, or {@code null} if it succeeded
	 */
	public @Nullable Throwable last() {
		return this.last;
	}

}
