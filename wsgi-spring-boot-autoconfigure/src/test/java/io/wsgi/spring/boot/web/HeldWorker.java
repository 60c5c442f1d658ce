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

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker that is kept busy, so that requests go to the others. For applications that
 * {@code worker.py} wraps, in workers with one thread.
 *
 * @author wsgi-spring-boot contributors
 */
final class HeldWorker implements Closeable {

	private final RawConnection connection;

	private final Path gate;

	private final String name;

	private HeldWorker(RawConnection connection, Path gate, String name) {
		this.connection = connection;
		this.gate = gate;
		this.name = name;
	}

	/**
	 * Keep any worker busy that is free.
	 * @param server the server
	 * @param gate a file that does not exist
	 * @return the worker
	 * @throws IOException if that fails
	 */
	static HeldWorker hold(WsgiServer server, Path gate) throws IOException {
		RawConnection connection = server.connect();
		connection.sendHead("GET /hold?" + gate + " HTTP/1.1");
		assertThat(connection.receiveHead().status()).isEqualTo(200);
		return new HeldWorker(connection, gate, connection.receiveChunk());
	}

	/**
	 * Return the name of a worker that is free, waiting for one to start.
	 * @param server the server
	 * @return the name
	 * @throws IOException if that fails
	 */
	static String free(WsgiServer server) throws IOException {
		while (true) {
			try {
				return server.get("/worker").body();
			}
			catch (SocketTimeoutException ex) {
				// Not yet
			}
		}
	}

	String name() {
		return this.name;
	}

	/**
	 * Let the worker go.
	 * @throws IOException if that fails
	 */
	@Override
	public void close() throws IOException {
		Files.createFile(this.gate);
		assertThat(this.connection.receiveChunk()).isEmpty();
		this.connection.close();
	}

}
