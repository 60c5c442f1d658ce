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

import java.io.IOException;
import java.time.Duration;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Ends the connections of clients when the server is about to stop, each with the
 * response to the request that it is in. Tomcat by itself answers 503 to whoever sends
 * one more request over a connection that was kept alive.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public class ConnectionDrainValve extends ValveBase {

	private static final Duration QUIET = Duration.ofMillis(500);

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private volatile boolean draining;

	private volatile long lastRequestAt;

	/**
	 * Create a new valve, to be added to the engine.
	 */
	public ConnectionDrainValve() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		if (this.draining) {
			closeAfter(request, response);
		}
		getNext().invoke(request, response);
		if (this.draining) {
			closeAfter(request, response);
		}
	}

	private void closeAfter(Request request, Response response) {
		this.lastRequestAt = System.nanoTime();
		// A request line that is malformed has none
		String protocol = request.getProtocol();
		if (protocol != null && protocol.startsWith("HTTP/1") && !response.isCommitted()) {
			// RFC 9112 section 9.6
			response.setHeader("Connection", "close");
		}
	}

	/**
	 * Take no more connections, and let the clients of those there are know. Returns when
	 * they have stopped sending requests, or have gone; those that are in flight may go
	 * on.
	 * @param connectors the connectors
	 */
	public void drain(Iterable<Connector> connectors) {
		// First, or clients that are sent away would come back while the port closes
		connectors.forEach((connector) -> connector.getProtocolHandler().closeServerSocketGraceful());
		long begun = System.nanoTime();
		this.lastRequestAt = begun;
		this.draining = true;
		long now = begun;
		while (now - this.lastRequestAt < QUIET.toNanos() && now - begun < LIMIT.toNanos()) {
			try {
				Thread.sleep(10);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
			if (!hasConnections(connectors)) {
				return;
			}
			now = System.nanoTime();
		}
	}

	private static boolean hasConnections(Iterable<Connector> connectors) {
		for (Connector connector : connectors) {
			// Returns what is left of the time
			if (connector.getProtocolHandler().awaitConnectionsClose(1) <= 0) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Serve as before, after a start that follows a stop.
	 */
	public void reset() {
		this.draining = false;
	}

}
