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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import io.wsgi.testsupport.TestPython;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the protocol of WebSockets on the wire, by the kinds of cases of Autobahn's
 * test suite.
 *
 * @author wsgi-spring-boot contributors
 */
class AsgiWebSocketProtocolTests {

	private static final int FIN = WebSocketFrames.FIN;

	private static final int TEXT = FIN | WebSocketFrames.TEXT;

	private static final int BINARY = FIN | WebSocketFrames.BINARY;

	private static final int CLOSE = FIN | WebSocketFrames.CLOSE;

	private static final int PING = FIN | WebSocketFrames.PING;

	private static final int PONG = FIN | WebSocketFrames.PONG;

	private static final int LAST = FIN | WebSocketFrames.CONTINUATION;

	private static final int PROTOCOL_ERROR = 1002;

	private static final int INVALID_DATA = 1007;

	private static final int COMPRESSED = 0x40;

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start("wsgi.app=sockets:app", "wsgi.python-path=" + TestPython.sources("asgi"),
				"wsgi.websocket-ping-interval=1s", "wsgi.websocket-ping-timeout=1s", "wsgi.apps.silent.app=sockets:app",
				"wsgi.apps.silent.path=/silent", "wsgi.apps.silent.websocket-ping-interval=0",
				"wsgi.apps.silent.websocket-compression=false");
	}

	@AfterAll
	static void stopServer() {
		if (server != null) {
			server.close();
		}
	}

	private static WebSocketFrames open(String... headers) throws IOException {
		return WebSocketFrames.open(server, "/silent/echo?protocol", headers);
	}

	private static void echoes(WebSocketFrames client, int first, byte[] payload) throws IOException {
		WebSocketFrames.Message message = client.receive();
		assertThat(message.first()).isEqualTo(first);
		assertThat(message.payload()).isEqualTo(payload);
	}

	/**
	 * A message and a ping come back, so that nothing of the server is on its way any
	 * more.
	 */
	private static void isServed(WebSocketFrames client) throws IOException {
		client.send(TEXT, "before");
		echoes(client, TEXT, payload("before"));
		client.send(PING, "");
		echoes(client, PONG, new byte[0]);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 125, 126, 127, 128, 65535, 65536 })
	@Conformance("W1")
	void messagesOfAnyLengthComeBack(int length) throws IOException {
		byte[] payload = "*".repeat(length).getBytes(StandardCharsets.US_ASCII);
		try (WebSocketFrames client = open()) {
			for (int first : new int[] { TEXT, BINARY }) {
				client.send(first, payload);
				echoes(client, first, payload);
			}
			client.send(CLOSE, WebSocketFrames.closing(1000));
			assertThat(client.receiveClose()).isEqualTo(1000);
		}
	}

	@Test
	@Conformance("W1")
	void framesMayComeByteByByte() throws IOException {
		byte[] payload = "\u00fc".repeat(100).getBytes(StandardCharsets.UTF_8);
		try (WebSocketFrames client = open()) {
			client.chop(WebSocketFrames.frame(TEXT, payload));
			echoes(client, TEXT, payload);
			client.chop(WebSocketFrames.frame(PING, payload("ping")));
			echoes(client, PONG, payload("ping"));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 125 })
	@Conformance("W2")
	void aPingIsAnsweredWithItsPayload(int length) throws IOException {
		byte[] payload = new byte[length];
		Arrays.fill(payload, (byte) 0xfe);
		try (WebSocketFrames client = open()) {
			for (int i = 0; i < 10; i++) {
				client.send(PING, payload);
			}
			for (int i = 0; i < 10; i++) {
				echoes(client, PONG, payload);
			}
		}
	}

	@Test
	@Conformance("W2")
	void pongsThatNobodyAskedForDoNoHarm() throws IOException {
		try (WebSocketFrames client = open()) {
			client.send(PONG, "").send(PONG, "unsolicited").send(PING, "asked");
			echoes(client, PONG, payload("asked"));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { PING, PONG, CLOSE })
	@Conformance({ "W2", "W4" })
	void controlFramesAreShortAndWhole(int first) throws IOException {
		try (WebSocketFrames client = open()) {
			client.send(first, new byte[126]);
			assertThat(client.receiveClose()).isEqualTo(PROTOCOL_ERROR);
		}
		try (WebSocketFrames client = open()) {
			client.send(first & ~FIN, WebSocketFrames.closing(1000)).send(LAST, "");
			assertThat(client.receiveClose()).isEqualTo(PROTOCOL_ERROR);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70 })
	@Conformance("W3")
	void reservedBitsEndTheConnection(int bits) throws IOException {
		for (int first : new int[] { TEXT, BINARY, PING, PONG, CLOSE }) {
			try (WebSocketFrames client = open()) {
				isServed(client);
				client.send(first | bits, "with reserved bits").send(TEXT, "after");
				assertThat(client.receiveClose()).isEqualTo(PROTOCOL_ERROR);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 4, 5, 6, 7, 11, 12, 13, 14, 15 })
	@Conformance("W3")
	void reservedOpcodesEndTheConnection(int opcode) throws IOException {
		for (String payload : List.of("", "payload")) {
			try (WebSocketFrames client = open()) {
				isServed(client);
				client.send(FIN | opcode, payload).send(PING, "");
				assertThat(client.receiveClose()).isEqualTo(PROTOCOL_ERROR);
			}
		}
	}

	@Test
	@Conformance("W4")
	void aMessageInSeveralFramesComesAsOneAndPingsAreAnsweredMeanwhile() throws IOException {
		try (WebSocketFrames client = open()) {
			client.send(WebSocketFrames.TEXT, "in ").send(PING, "1");
			echoes(client, PONG, payload("1"));
			client.send(WebSocketFrames.CONTINUATION, "").send(WebSocketFrames.CONTINUATION, "three ");
			client.send(PONG, "not asked for").send(PING, "2");
			echoes(client, PONG, payload("2"));
			client.send(LAST, "frames");
			echoes(client, TEXT, payload("in three frames"));
			client.send(WebSocketFrames.BINARY, "").send(WebSocketFrames.CONTINUATION, "").send(LAST, "");
			echoes(client, BINARY, new byte[0]);
		}
	}

	@Test
	@Conformance("W4")
	void framesOutOfOrderEndTheConnection() throws IOException {
		for (int first : new int[] { LAST, WebSocketFrames.CONTINUATION }) {
			try (WebSocketFrames client = open()) {
				client.send(first, "continues nothing").send(TEXT, "message");
				assertThat(client.receiveClose()).isEqualTo(PROTOCOL_ERROR);
			}
			try (WebSocketFrames client = open()) {
				client.send(WebSocketFrames.TEXT, "one ").send(LAST, "message");
				echoes(client, TEXT, payload("one message"));
				isServed(client);
				client.send(first, "continues nothing");
				assertThat(client.receiveClose()).isEqualTo(PROTOCOL_ERROR);
			}
		}
		for (int first : new int[] { TEXT, BINARY, WebSocketFrames.TEXT, WebSocketFrames.BINARY }) {
			try (WebSocketFrames client = open()) {
				client.send(WebSocketFrames.TEXT, "begins").send(first, "begins again");
				assertThat(client.receiveClose()).isEqualTo(PROTOCOL_ERROR);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Hello-\u00b5@\u00df\u00f6\u00e4\u00fc\u00e0\u00e1-UTF-8!!", "\u03ba\u1f79\u03c3\u03bc\u03b5",
					"\u0000", "\ud7ff\ue000\ufffd\uffff\ufdd0", "\ud83d\ude00\udbff\udfff\ud800\udc00", "a\ufeffb" })
	@Conformance("W5")
	void textIsUtf8HoweverItIsCut(String text) throws IOException {
		byte[] payload = text.getBytes(StandardCharsets.UTF_8);
		try (WebSocketFrames client = open()) {
			client.send(TEXT, payload);
			echoes(client, TEXT, payload);
			for (int i = 0; i < payload.length - 1; i++) {
				client.send((i == 0) ? WebSocketFrames.TEXT : WebSocketFrames.CONTINUATION, new byte[] { payload[i] });
			}
			client.send((payload.length == 1) ? TEXT : LAST, new byte[] { payload[payload.length - 1] });
			echoes(client, TEXT, payload);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u00ce\u00ba\u00e1\u00bd\u00b9\u00ed\u00a0\u0080edited", "\u00f4\u0090\u0080\u0080",
			"\u00ff", "\u0080", "\u00c0\u00af", "\u00e0\u0080\u00af", "\u00f8\u0088\u0080\u0080\u0080",
			"\u00ed\u00a0\u0080\u00ed\u00b0\u0080", "\u00ce", "a\u00e2\u0082" })
	@Conformance("W5")
	void textThatIsNotUtf8EndsTheConnection(String latin1) throws IOException {
		byte[] payload = latin1.getBytes(StandardCharsets.ISO_8859_1);
		try (WebSocketFrames client = open()) {
			client.send(TEXT, payload).send(TEXT, "after");
			assertThat(client.receiveClose()).isEqualTo(INVALID_DATA);
		}
		try (WebSocketFrames client = open()) {
			client.send(WebSocketFrames.TEXT, "begins").send(LAST, payload).send(TEXT, "after");
			assertThat(client.receiveClose()).isEqualTo(INVALID_DATA);
		}
	}

	@Test
	@Conformance("W5")
	void textThatIsNotUtf8EndsTheConnectionBeforeItsEnd() throws IOException {
		byte[] payload = { 'a', (byte) 0xf4, (byte) 0x90 };
		try (WebSocketFrames client = open()) {
			client.send(WebSocketFrames.TEXT, payload);
			assertThat(client.receiveClose()).isEqualTo(INVALID_DATA);
		}
		try (WebSocketFrames client = open()) {
			byte[] frame = WebSocketFrames.frame(TEXT, Arrays.copyOf(payload, 100));
			client.send(Arrays.copyOf(frame, frame.length - 90));
			assertThat(client.receiveClose()).isEqualTo(INVALID_DATA);
		}
	}

	@Test
	@Conformance("W6")
	void aCloseIsAnsweredAndNothingAfterItCounts() throws IOException {
		try (WebSocketFrames client = open()) {
			client.send(CLOSE, "").send(TEXT, "too late").send(PING, "").send(CLOSE, "");
			WebSocketFrames.Message answer = client.receive();
			assertThat(answer.first()).isEqualTo(CLOSE);
			assertThat(client.receive()).isNull();
		}
		try (WebSocketFrames client = open()) {
			client.send(WebSocketFrames.TEXT, "not complete").send(CLOSE, WebSocketFrames.closing(1000)).send(LAST, "");
			assertThat(client.receiveClose()).isEqualTo(1000);
			assertThat(client.isClosedByServer()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999 })
	@Conformance("W6")
	void aCodeComesBack(int code) throws IOException {
		byte[] reason = new byte[123];
		Arrays.fill(reason, (byte) 'x');
		for (byte[] payload : List.of(WebSocketFrames.closing(code), WebSocketFrames.closing(code, reason))) {
			try (WebSocketFrames client = open()) {
				client.send(CLOSE, payload);
				assertThat(client.receiveClose()).isEqualTo(code);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65535 })
	@Conformance("W6")
	void aCodeThatIsNotAllowedEndsTheConnection(int code) throws IOException {
		try (WebSocketFrames client = open()) {
			client.send(CLOSE, WebSocketFrames.closing(code));
			assertThat(client.receiveClose()).isEqualTo(PROTOCOL_ERROR);
		}
	}

	@Test
	@Conformance("W6")
	void aMalformedCloseEndsTheConnection() throws IOException {
		try (WebSocketFrames client = open()) {
			client.send(CLOSE, "x");
			assertThat(client.receiveClose()).isEqualTo(PROTOCOL_ERROR);
		}
		try (WebSocketFrames client = open()) {
			client.send(CLOSE, WebSocketFrames.closing(1000, (byte) 0xff));
			assertThat(client.receiveClose()).isIn(PROTOCOL_ERROR, INVALID_DATA);
		}
	}

	@Test
	@Conformance("W7")
	void aLargeMessageMayComeInManyFrames() throws IOException {
		byte[] payload = new byte[1 << 20];
		Arrays.fill(payload, (byte) 'y');
		try (WebSocketFrames client = open()) {
			for (int size : new int[] { 1 << 18, 1 << 12 }) {
				for (int kind : new int[] { WebSocketFrames.TEXT, WebSocketFrames.BINARY }) {
					for (int from = 0; from < payload.length; from += size) {
						int opcode = (from == 0) ? kind : WebSocketFrames.CONTINUATION;
						client.send((from + size == payload.length) ? FIN | opcode : opcode,
								Arrays.copyOfRange(payload, from, from + size));
					}
					echoes(client, FIN | kind, payload);
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "; client_no_context_takeover", "; server_no_context_takeover",
			"; client_no_context_takeover; server_no_context_takeover", "; client_max_window_bits" })
	@Conformance("W8")
	void messagesAreCompressed(String parameters) throws Exception {
		boolean keepsOurs = !parameters.contains("client_no_context_takeover");
		boolean keepsTheirs = !parameters.contains("server_no_context_takeover");
		try (WebSocketFrames client = WebSocketFrames.open(server, "/echo?compressed",
				"Sec-WebSocket-Extensions: permessage-deflate" + parameters);
				Compression compression = new Compression(keepsOurs, keepsTheirs)) {
			for (int size : new int[] { 0, 1, 100, 70_000, 100 }) {
				String text = IntStream.range(0, size).mapToObj(Integer::toString).collect(Collectors.joining(" "));
				byte[] compressed = compression.compress(payload(text));
				int half = compressed.length / 2;
				client.send(WebSocketFrames.TEXT | COMPRESSED, Arrays.copyOf(compressed, half));
				client.send(LAST, Arrays.copyOfRange(compressed, half, compressed.length));
				WebSocketFrames.Message message = receiveBehindPings(client);
				if (size == 0) {
					// There is nothing to compress
					assertThat(message.payload()).isEmpty();
					continue;
				}
				assertThat(message.first()).isEqualTo(TEXT | COMPRESSED);
				assertThat(compression.decompress(message.payload())).isEqualTo(payload(text));
			}
		}
	}

	@Test
	@Conformance("W8")
	void whatIsNotCompressedIsTakenAsItIsAndWhatIsBrokenEndsTheConnection() throws IOException {
		try (WebSocketFrames client = WebSocketFrames.open(server, "/echo?compressed",
				"Sec-WebSocket-Extensions: permessage-deflate")) {
			client.send(TEXT, "as it is");
			assertThat(receiveBehindPings(client).first()).isEqualTo(TEXT | COMPRESSED);
			client.send(PING, "asked");
			assertThat(receiveBehindPings(client).text()).isEqualTo("asked");
			client.send(TEXT | COMPRESSED, new byte[] { (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff });
			assertThat(client.receiveClose()).isIn(PROTOCOL_ERROR, INVALID_DATA, 1006, 1011);
		}
	}

	@Test
	@Conformance("W8")
	void compressionIsNegotiatedUnlessItIsSwitchedOff() throws IOException {
		for (boolean on : new boolean[] { true, false }) {
			try (RawConnection connection = server.connect()
				.sendHead("GET " + (on ? "" : "/silent") + "/echo?negotiated HTTP/1.1", "Upgrade: websocket",
						"Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
						"Sec-WebSocket-Version: 13", "Sec-WebSocket-Extensions: permessage-deflate")) {
				RawResponse response = connection.receiveHead();
				assertThat(response.status()).isEqualTo(101);
				assertThat(response.header("Sec-WebSocket-Extensions")).isEqualTo(on ? "permessage-deflate" : null);
			}
		}
	}

	@Test
	@Conformance("W9")
	void framesThatAreNotMaskedEndTheConnection() throws IOException {
		try (WebSocketFrames client = open()) {
			client.send(new byte[] { (byte) TEXT, 1, 'x' });
			assertThat(client.receiveClose()).isEqualTo(PROTOCOL_ERROR);
		}
	}

	@RepeatedTest(100)
	@Conformance("W9")
	void aFaultWhileAMessageIsOnItsWayIsAnsweredByAWholeClose() throws IOException {
		try (WebSocketFrames client = open()) {
			client.send(TEXT, "before");
			echoes(client, TEXT, payload("before"));
			client.send(new byte[] { (byte) TEXT, 1, 'x' });
			assertThat(client.receiveClose()).isEqualTo(PROTOCOL_ERROR);
		}
	}

	@Test
	@Conformance("A39")
	void aClientThatDoesNotAnswerPingsIsGivenUp() throws IOException {
		try (WebSocketFrames client = WebSocketFrames.open(server, "/echo?dead")) {
			assertThat(client.receive().first()).isEqualTo(PING);
			WebSocketFrames.Message next = client.receive();
			assertThat(next.first()).isEqualTo(CLOSE);
			assertThat(next.payload()).isEqualTo(WebSocketFrames.closing(1011, payload("no answer to a ping")));
			Awaitility.await()
				.untilAsserted(() -> assertThat(server.get("/?dead").jsonList())
					.containsExactly(List.of(1011, "no answer to a ping"), "OSError"));
		}
	}

	@Test
	@Conformance("A39")
	void aClientThatAnswersPingsStays() throws IOException {
		try (WebSocketFrames client = WebSocketFrames.open(server, "/echo?alive")) {
			for (int i = 0; i < 3; i++) {
				WebSocketFrames.Message message = client.receive();
				assertThat(message.first()).isEqualTo(PING);
				client.send(PONG, message.payload());
			}
			client.send(TEXT, "still here");
			echoes(client, TEXT, payload("still here"));
		}
	}

	private static WebSocketFrames.Message receiveBehindPings(WebSocketFrames client) throws IOException {
		WebSocketFrames.Message message = client.receive();
		while (message.first() == PING) {
			client.send(PONG, message.payload());
			message = client.receive();
		}
		return message;
	}

	private static byte[] payload(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Compression as RFC 7692 has it.
	 */
	private static final class Compression implements AutoCloseable {

		private static final byte[] TAIL = { 0, 0, (byte) 0xff, (byte) 0xff };

		private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);

		private final Inflater inflater = new Inflater(true);

		private final boolean keepsOurs;

		private final boolean keepsTheirs;

		private Compression(boolean keepsOurs, boolean keepsTheirs) {
			this.keepsOurs = keepsOurs;
			this.keepsTheirs = keepsTheirs;
		}

		byte[] compress(byte[] bytes) {
			if (!this.keepsOurs) {
				this.deflater.reset();
			}
			this.deflater.setInput(bytes);
			byte[] buffer = new byte[bytes.length + 1000];
			int length = this.deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
			// Nothing to compress is an empty block alone
			return (length == 0) ? new byte[] { 0 } : Arrays.copyOf(buffer, length - TAIL.length);
		}

		byte[] decompress(byte[] bytes) throws DataFormatException {
			if (!this.keepsTheirs) {
				this.inflater.reset();
			}
			ByteArrayOutputStream input = new ByteArrayOutputStream();
			input.writeBytes(bytes);
			input.writeBytes(TAIL);
			this.inflater.setInput(input.toByteArray());
			ByteArrayOutputStream output = new ByteArrayOutputStream();
			byte[] buffer = new byte[8192];
			for (int read = this.inflater.inflate(buffer); read > 0; read = this.inflater.inflate(buffer)) {
				output.write(buffer, 0, read);
			}
			return output.toByteArray();
		}

		@Override
		public void close() {
			this.deflater.end();
			this.inflater.end();
		}

	}

}
