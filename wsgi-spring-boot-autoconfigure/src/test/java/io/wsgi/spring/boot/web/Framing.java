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

/**
 * How a request tells where its body ends.
 *
 * @author wsgi-spring-boot contributors
 */
enum Framing {

	/**
	 * By its size.
	 */
	CONTENT_LENGTH {

		@Override
		void send(RawConnection connection, String target, String body) throws IOException {
			connection.sendHead("POST " + target + " HTTP/1.1", "Content-Length: " + body.length()).send(body);
		}

	},

	/**
	 * By a last chunk.
	 */
	CHUNKED {

		@Override
		void send(RawConnection connection, String target, String body) throws IOException {
			connection.sendHead("POST " + target + " HTTP/1.1", "Transfer-Encoding: chunked");
			int half = body.length() / 2;
			connection.send(chunk(body.substring(0, half)) + chunk(body.substring(half)) + "0\r\n\r\n");
		}

	},

	/**
	 * By its size, and the server is to say that it wants the body.
	 */
	CONTINUE {

		@Override
		void send(RawConnection connection, String target, String body) throws IOException {
			connection.sendHead("POST " + target + " HTTP/1.1", "Content-Length: " + body.length(),
					"Expect: 100-continue");
			if (!body.isEmpty()) {
				RawResponse interim = connection.receive();
				if (interim.status() != 100) {
					throw new AssertionError(interim);
				}
				connection.send(body);
			}
		}

	};

	abstract void send(RawConnection connection, String target, String body) throws IOException;

	RawResponse send(WsgiServer server, String target, String body) throws IOException {
		try (RawConnection connection = server.connect()) {
			send(connection, target, body);
			return connection.receive();
		}
	}

	static String chunk(String data) {
		return data.isEmpty() ? "" : Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
	}

}
