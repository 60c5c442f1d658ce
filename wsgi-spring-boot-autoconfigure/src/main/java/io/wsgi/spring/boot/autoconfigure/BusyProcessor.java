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

package io.wsgi.spring.boot.autoconfigure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.UpgradeToken;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Answers 503 to whatever comes, without reading it, and closes the connection.
 *
 * @author wsgi-spring-boot contributors
 */
final class BusyProcessor implements Processor {

	private static final byte[] ANSWER = """
			HTTP/1.1 503 Busy\r
			Retry-After: 1\r
			Content-Length: 0\r
			Connection: close\r
			\r
			""".getBytes(StandardCharsets.ISO_8859_1);

	private final Request request = new Request();

	private boolean done;

	@Override
	public SocketState process(SocketWrapperBase<?> socket, SocketEvent status) throws IOException {
		if (status == SocketEvent.OPEN_READ) {
			socket.write(true, ANSWER, 0, ANSWER.length);
			socket.flush(true);
			discard(socket);
		}
		return SocketState.CLOSED;
	}

	/**
	 * Read what has come, or closing the connection would reset it before the client has
	 * read the answer.
	 * @param socket the connection
	 * @throws IOException if it is broken
	 */
	private static void discard(SocketWrapperBase<?> socket) throws IOException {
		byte[] bytes = new byte[1024];
		for (int i = 0; i < 64 && socket.read(false, bytes, 0, bytes.length) > 0; i++) {
			continue;
		}
	}

	/**
	 * Return whether Tomcat is to forget this object, and not to keep it for the next
	 * request.
	 * @return whether it has answered
	 */
	@Override
	public boolean isUpgrade() {
		return this.done;
	}

	@Override
	public void recycle() {
		this.done = true;
		// Or the statistics of all requests would keep this one
		this.request.getRequestProcessor().setGlobalProcessor(null);
	}

	@Override
	public Request getRequest() {
		return this.request;
	}

	@Override
	public @Nullable UpgradeToken getUpgradeToken() {
		return null;
	}

	@Override
	public boolean isAsync() {
		return false;
	}

	@Override
	public void timeoutAsync(long now) {
	}

	@Override
	public void setSslSupport(@Nullable SSLSupport sslSupport) {
	}

	@Override
	public @Nullable ByteBuffer getLeftoverInput() {
		return null;
	}

	@Override
	public void pause() {
	}

	@Override
	public boolean checkAsyncTimeoutGeneration() {
		return true;
	}

}
