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

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The WebSockets of all applications. They are watched, because a client may go without a
 * word, and closed before the server stops: it would cut them otherwise.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class OpenWebSockets {

	private static final Duration PERIOD = Duration.ofMillis(500);

	private final Set<WebSocketExchange> exchanges = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean watched = new AtomicBoolean();

	private volatile boolean closing;

	void add(WebSocketExchange exchange) {
		this.exchanges.add(exchange);
		if (this.closing) {
			exchange.goAway();
		}
		if (this.watched.compareAndSet(false, true)) {
			Thread.ofVirtual().name("wsgi-websockets").start(this::watch);
		}
	}

	private void watch() {
		try {
			while (!this.exchanges.isEmpty()) {
				Thread.sleep(PERIOD);
				long now = System.nanoTime();
				this.exchanges.forEach((exchange) -> exchange.watch(now));
			}
		}
		catch (InterruptedException ex) {
			// Nobody does
			Thread.currentThread().interrupt();
		}
		finally {
			this.watched.set(false);
		}
		// One may have come meanwhile
		if (!this.exchanges.isEmpty() && this.watched.compareAndSet(false, true)) {
			watch();
		}
	}

	void remove(WebSocketExchange exchange) {
		this.exchanges.remove(exchange);
	}

	/**
	 * Close those there are, and those to come.
	 * @param patience how long to wait until they are closed
	 */
	public void close(Duration patience) {
		this.closing = true;
		this.exchanges.forEach(WebSocketExchange::goAway);
		long begun = System.nanoTime();
		try {
			while (!this.exchanges.isEmpty() && System.nanoTime() - begun < patience.toNanos()) {
				Thread.sleep(10);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Close none any more, after a start that follows a stop.
	 */
	public void reset() {
		this.closing = false;
	}

}
