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

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLException;

/**
 * An HTTP client that sends exactly the bytes it is given, and hides nothing of what
 * comes back.
 *
 * @author wsgi-spring-boot contributors
 */
final class RawConnection implements Closeable {

	private static final int TIMEOUT_MILLIS = 120_000;

	private static final int SILENCE_MILLIS = 150;

	private final Socket socket;

	private final InputStream input;

	/**
	 * Connect to a server.
	 * @param socket the socket to connect
	 * @param port the port
	 * @param receiveBuffer how much the client takes without reading, in bytes, or zero
	 * for the usual
	 * @throws IOException if that fails
	 */
	RawConnection(Socket socket, int port, int receiveBuffer) throws IOException {
		this.socket = socket;
		if (receiveBuffer > 0) {
			this.socket.setReceiveBufferSize(receiveBuffer);
		}
		this.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
		this.socket.setSoTimeout(TIMEOUT_MILLIS);
		this.socket.setTcpNoDelay(true);
		this.input = new BufferedInputStream(this.socket.getInputStream());
	}

	RawConnection send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		return this;
	}

	RawConnection send(String latin1) throws IOException {
		return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
	}

	RawConnection sendHead(String... lines) throws IOException {
		return send(WsgiServer.request(lines));
	}

	void shutdownOutput() throws IOException {
		this.socket.shutdownOutput();
	}

	/**
	 * Close so that the server is told at once, even when there is something unread.
	 * @throws IOException if that fails
	 */
	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	/**
	 * Return whether nothing arrives for a moment.
	 * @return whether the server is silent
	 * @throws IOException if the connection is broken
	 */
	boolean isSilent() throws IOException {
		this.socket.setSoTimeout(SILENCE_MILLIS);
		this.input.mark(1);
		try {
			this.input.read();
			this.input.reset();
			return false;
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
		finally {
			this.socket.setSoTimeout(TIMEOUT_MILLIS);
		}
	}

	/**
	 * Wait for what the server does next: whether it closes the connection.
	 * @return whether it does
	 */
	boolean isClosedByServer() throws IOException {
		try {
			return this.input.read() < 0;
		}
		catch (SocketException | SSLException ex) {
			return true;
		}
	}

	/**
	 * Receive a part of a body.
	 * @param count the size of the part in bytes
	 * @return the part, which is shorter if the server closes the connection
	 * @throws IOException if the connection is broken
	 */
	String receive(int count) throws IOException {
		return new String(this.input.readNBytes(count), StandardCharsets.ISO_8859_1);
	}

	RawResponse receive() throws IOException {
		return receive("GET");
	}

	RawResponse receive(String method) throws IOException {
		return receiveBody(method, receiveHead());
	}

	/**
	 * Receive what follows the head of a response.
	 * @param method the method of the request
	 * @param head the head
	 * @return the whole response
	 * @throws IOException if the connection is broken
	 */
	RawResponse receiveBody(String method, RawResponse head) throws IOException {
		if (method.equals("HEAD") || head.status() < 200 || head.status() == 204 || head.status() == 304) {
			return head.withBody(new byte[0], true, false);
		}
		if ("chunked".equalsIgnoreCase(head.header("Transfer-Encoding"))) {
			return receiveChunks(head);
		}
		String length = head.header("Content-Length");
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		if (length != null) {
			boolean complete = copy(body, Long.parseLong(length));
			return head.withBody(body.toByteArray(), complete, !complete);
		}
		boolean orderly = copyUntilEnd(body);
		return head.withBody(body.toByteArray(), orderly, true);
	}

	RawResponse receiveHead() throws IOException {
		String statusLine = readLine();
		if (statusLine == null) {
			throw new SocketException("The server closed the connection without a response");
		}
		List<String> headers = new ArrayList<>();
		for (String line = readLine(); line != null && !line.isEmpty(); line = readLine()) {
			headers.add(line);
		}
		return new RawResponse(statusLine, headers, new byte[0], 0, false, false);
	}

	/**
	 * Receive whatever the server sends until it closes the connection.
	 * @return all of it
	 * @throws IOException if the connection is broken
	 */
	String receiveAll() throws IOException {
		return new String(this.input.readAllBytes(), StandardCharsets.ISO_8859_1);
	}

	String receiveChunk() throws IOException {
		String size = readLine();
		if (size == null) {
			throw new SocketException("The server closed the connection instead of sending a chunk");
		}
		ByteArrayOutputStream chunk = new ByteArrayOutputStream();
		copy(chunk, Integer.parseInt(size, 16));
		readLine();
		return chunk.toString(StandardCharsets.ISO_8859_1);
	}

	private RawResponse receiveChunks(RawResponse head) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		int chunks = 0;
		try {
			while (true) {
				String line = readLine();
				if (line == null) {
					return head.withChunks(body.toByteArray(), chunks, false);
				}
				int size = Integer.parseInt(line, 16);
				if (size == 0) {
					return head.withChunks(body.toByteArray(), chunks, "".equals(readLine()));
				}
				if (!copy(body, size) || !"".equals(readLine())) {
					return head.withChunks(body.toByteArray(), chunks, false);
				}
				chunks++;
			}
		}
		catch (SocketException | SSLException ex) {
			return head.withChunks(body.toByteArray(), chunks, false);
		}
	}

	private boolean copyUntilEnd(ByteArrayOutputStream body) throws IOException {
		try {
			this.input.transferTo(body);
			return true;
		}
		catch (SocketException | SSLException ex) {
			return false;
		}
	}

	private boolean copy(ByteArrayOutputStream body, long count) throws IOException {
		byte[] block = new byte[8192];
		long left = count;
		try {
			while (left > 0) {
				int read = this.input.read(block, 0, (int) Math.min(left, block.length));
				if (read < 0) {
					return false;
				}
				body.write(block, 0, read);
				left -= read;
			}
			return true;
		}
		catch (SocketException | SSLException ex) {
			return false;
		}
	}

	private String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = this.input.read(); next >= 0; next = this.input.read()) {
			if (next == '\n') {
				return line.toString().replace("\r", "");
			}
			line.append((char) next);
		}
		return null;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
