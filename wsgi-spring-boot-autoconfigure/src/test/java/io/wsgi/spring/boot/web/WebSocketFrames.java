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

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A client of a WebSocket that sends whatever frames it is told to (RFC 6455 section 5).
 *
 * @author wsgi-spring-boot contributors
 */
final class WebSocketFrames implements Closeable {

	static final int CONTINUATION = 0;

	static final int TEXT = 1;

	static final int BINARY = 2;

	static final int CLOSE = 8;

	static final int PING = 9;

	static final int PONG = 10;

	/**
	 * The bit of the last frame of a message.
	 */
	static final int FIN = 0x80;

	private static final int MASKED = 0x80;

	private static final byte[] MASK = { 0x12, 0x34, 0x56, 0x78 };

	private final RawConnection connection;

	private WebSocketFrames(RawConnection connection) {
		this.connection = connection;
	}

	/**
	 * Open a WebSocket.
	 * @param server the server
	 * @param target the target of the request
	 * @param headers further headers
	 * @return the client
	 * @throws IOException if the server refuses it
	 */
	static WebSocketFrames open(WsgiServer server, String target, String... headers) throws IOException {
		String[] lines = new String[headers.length + 5];
		lines[0] = "GET " + target + " HTTP/1.1";
		lines[1] = "Upgrade: websocket";
		lines[2] = "Connection: Upgrade";
		lines[3] = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
		lines[4] = "Sec-WebSocket-Version: 13";
		System.arraycopy(headers, 0, lines, 5, headers.length);
		RawConnection connection = server.connect().sendHead(lines);
		RawResponse response = connection.receiveHead();
		if (response.status() != 101) {
			throw new IOException("The server answers " + response.status());
		}
		return new WebSocketFrames(connection);
	}

	/**
	 * Return a frame.
	 * @param first the first byte: FIN, the reserved bits and the opcode
	 * @param payload the payload
	 * @return the frame, masked
	 */
	static byte[] frame(int first, byte[] payload) {
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		frame.write(first);
		if (payload.length < 126) {
			frame.write(MASKED | payload.length);
		}
		else if (payload.length < 65536) {
			frame.write(MASKED | 126);
			frame.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
		}
		else {
			frame.write(MASKED | 127);
			frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
		}
		frame.writeBytes(MASK);
		for (int i = 0; i < payload.length; i++) {
			frame.write(payload[i] ^ MASK[i % 4]);
		}
		return frame.toByteArray();
	}

	static byte[] frame(int first, String payload) {
		return frame(first, payload.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Return the payload of a Close frame.
	 * @param code the code
	 * @param reason the reason
	 * @return the payload
	 */
	static byte[] closing(int code, byte... reason) {
		return ByteBuffer.allocate(2 + reason.length).putShort((short) code).put(reason).array();
	}

	WebSocketFrames send(int first, String payload) throws IOException {
		return send(frame(first, payload));
	}

	WebSocketFrames send(int first, byte[] payload) throws IOException {
		return send(frame(first, payload));
	}

	WebSocketFrames send(byte[] bytes) throws IOException {
		this.connection.send(bytes);
		return this;
	}

	/**
	 * Send each byte for itself.
	 * @param bytes the bytes
	 * @return this
	 * @throws IOException if the connection is broken
	 */
	WebSocketFrames chop(byte[] bytes) throws IOException {
		for (byte each : bytes) {
			this.connection.send(new byte[] { each });
		}
		return this;
	}

	/**
	 * Receive a message, whose frames are joined, or a control frame.
	 * @return its first byte with FIN, and its payload, or {@code null} if the server has
	 * closed the connection
	 * @throws IOException if the connection is broken
	 */
	Message receive() throws IOException {
		ByteArrayOutputStream payload = new ByteArrayOutputStream();
		int kind = -1;
		while (true) {
			byte[] head = bytes(2);
			if (head.length < 2) {
				return null;
			}
			int first = head[0] & 0xff;
			int length = head[1];
			if (length < 0) {
				throw new IOException("The server masks its frames");
			}
			if (length == 126) {
				length = ByteBuffer.wrap(bytes(2)).getShort() & 0xffff;
			}
			else if (length == 127) {
				length = (int) ByteBuffer.wrap(bytes(8)).getLong();
			}
			kind = (kind < 0) ? first : kind;
			payload.writeBytes(bytes(length));
			if ((first & FIN) != 0) {
				return new Message(kind | FIN, payload.toByteArray());
			}
		}
	}

	private byte[] bytes(int count) throws IOException {
		return this.connection.receive(count).getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Wait until the server closes the connection.
	 * @return the code of its Close frame, or 1005 if that has none
	 * @throws IOException if there is no Close frame
	 */
	int receiveClose() throws IOException {
		for (Message message = receive(); message != null; message = receive()) {
			if (message.first() == (FIN | CLOSE)) {
				return (message.payload().length == 0) ? 1005 : ByteBuffer.wrap(message.payload()).getShort() & 0xffff;
			}
		}
		throw new IOException("The server closes the connection without a Close frame");
	}

	boolean isClosedByServer() throws IOException {
		return this.connection.isClosedByServer();
	}

	@Override
	public void close() throws IOException {
		this.connection.close();
	}

	/**
	 * What comes from the server.
	 *
	 * @param first the first byte
	 * @param payload the payload
	 */
	record Message(int first, byte[] payload) {

		String text() {
			return new String(this.payload, StandardCharsets.UTF_8);
		}

	}

}
