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
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 9112, where a request begins and ends. Whatever leaves room for two opinions is
 * refused, or ends the connection: else a request could be smuggled past a proxy.
 *
 * @author wsgi-spring-boot contributors
 */
@ConformanceTest
class RequestFramingTests {

	private final WsgiServer server;

	RequestFramingTests(WsgiServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@ValueSource(strings = { "5|6", "5|5", "5, 5", "5,6", "+3", "-0", "-1", "0_1", "0x3", "3 4", "\u00b3", "", " ",
			"3.0", "3e0", "five", "99999999999999999999", "3;", "\"3\"" })
	@Conformance({ "H5", "H6" })
	void anUnclearContentLengthIsRefused(String values) throws IOException {
		String lengths = String.join("",
				List.of(values.split("\\|", -1)).stream().map((value) -> "Content-Length: " + value + "\r\n").toList());
		assertRefused("POST /called HTTP/1.1\r\nHost: a\r\n" + lengths + "\r\nbody!", 400);
	}

	@Test
	@Conformance("H7")
	void contentLengthTogetherWithChunkedIsIgnoredAndEndsTheConnection() throws IOException {
		String smuggled = "GET /respond?body=[b%27smuggled%27] HTTP/1.1\r\nHost: a\r\n\r\n";
		try (RawConnection connection = this.server.connect()) {
			connection.send(
					"POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
							+ smuggled);
			RawResponse response = connection.receive();
			assertThat(response.json()).containsEntry("result", "");
			assertThat(response.header("Connection")).isEqualTo("close");
			assertThat(connection.isClosedByServer()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "4|4", "4|5", "+4", "four" })
	@Conformance({ "H5", "H6", "H7" })
	void anUnclearContentLengthTogetherWithChunkedIsRefused(String values) throws IOException {
		String lengths = String.join("",
				List.of(values.split("\\|")).stream().map((value) -> "Content-Length: " + value + "\r\n").toList());
		assertRefused("POST /called HTTP/1.1\r\nHost: a\r\n" + lengths
				+ "Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n", 400);
	}

	@Test
	@Conformance("H8")
	void transferEncodingIsRefusedForHttp10() throws IOException {
		assertRefused("POST /read HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n"
				+ "4\r\nbody\r\n0\r\n\r\n", 400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "xchunked", "gzip, chunked", "identity, chunked", "chunk" })
	@Conformance("H8")
	void aTransferEncodingOtherThanChunkedIsNotImplemented(String encoding) throws IOException {
		assertRefused(encoded(encoding), 501);
	}

	@ParameterizedTest
	@ValueSource(strings = { "chunked, identity", "chunked, chunked", "chunked, gzip", "\u000bchunked", "chunked\0",
			"\"chunked\"", "chunked;a=b", "chunked\u00a0" })
	@Conformance("H8")
	void aMalformedTransferEncodingIsRefused(String encoding) throws IOException {
		assertRefused(encoded(encoding), 400);
	}

	private static String encoded(String encoding) {
		return "POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + encoding + "\r\n\r\n4\r\nbody\r\n0\r\n\r\n";
	}

	@Test
	@Conformance("H8")
	void twoTransferEncodingsAreRefused() throws IOException {
		assertRefused(
				"POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"
						+ "4\r\nbody\r\n0\r\n\r\n",
				400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Chunked", "CHUNKED", " chunked \t" })
	@Conformance("H9")
	void theCaseOfChunkedDoesNotMatter(String encoding) throws IOException {
		assertThat(this.server
			.sendRaw("POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + encoding
					+ "\r\n\r\n4\r\nbody\r\n0\r\n\r\n")
			.json()).containsEntry("result", "body");
	}

	@ParameterizedTest
	@ValueSource(strings = { "+4", "-4", "0x4", "4_0", "\"4\"", "", "g", "100000000000000004", "4.0", "\u00b4", "4\0" })
	@Conformance("H10")
	void anInvalidChunkSizeIsRefused(String size) throws IOException {
		assertRefused(chunked(size + "\r\nbody\r\n0\r\n\r\n"), 400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "4", "04", "00000004", "4;ext", "4;ext=value", "4;ext=\"quoted value\"" })
	@Conformance("H10")
	void aValidChunkSizeIsAccepted(String size) throws IOException {
		assertThat(this.server.sendRaw(chunked(size + "\r\nbody\r\n0\r\n\r\n")).json()).containsEntry("result", "body");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "A" })
	@Conformance("H10")
	void theCaseOfAChunkSizeDoesNotMatter(String size) throws IOException {
		assertThat(this.server.sendRaw(chunked(size + "\r\n0123456789\r\n0\r\n\r\n")).json()).containsEntry("result",
				"0123456789");
	}

	@ParameterizedTest
	@ValueSource(strings = { "4;a\rb\r\nbody\r\n0\r\n\r\n", "4\r\nbodyX\r\n0\r\n\r\n", "4\r\nbody0\r\n\r\n",
			"4\r\nbo\r\n0\r\n\r\n", "4\rbody\r\n0\r\n\r\n" })
	@Conformance("H11")
	void aMalformedChunkIsRefused(String chunks) throws IOException {
		assertRefused(chunked(chunks), 400);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "4\r\n", "4\r\nbo", "4\r\nbody", "4\r\nbody\r\n", "4\r\nbody\r\n0", "4\r\nbody\r\n0\r\n" })
	@Conformance({ "H11", "H37" })
	void aChunkedBodyThatEndsEarlyNeverReachesTheApplication(String chunks) throws IOException {
		String key = WsgiServer.newKey();
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("POST /called?key=" + key + " HTTP/1.1", "Transfer-Encoding: chunked").send(chunks);
			connection.shutdownOutput();
			assertRefused(connection, 400);
		}
		assertThat(this.server.events(key)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "bo" })
	@Conformance("H37")
	void aBodyShorterThanContentLengthNeverReachesTheApplication(String part) throws IOException {
		String key = WsgiServer.newKey();
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("POST /called?key=" + key + " HTTP/1.1", "Content-Length: 4").send(part);
			connection.shutdownOutput();
			assertRefused(connection, 400);
		}
		assertThat(this.server.events(key)).isEmpty();
	}

	@Test
	@Conformance("H37")
	void aLargeBodyThatEndsEarlyNeverReachesTheApplication() throws IOException {
		String key = WsgiServer.newKey();
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("POST /called?key=" + key + " HTTP/1.1", "Content-Length: 200000")
				.send(new byte[100_000]);
			connection.shutdownOutput();
			assertRefused(connection, 400);
		}
		assertThat(this.server.events(key)).isEmpty();
	}

	@Test
	@Conformance("H37")
	void readRaisesWhenTheClientDisconnectsAfterContinue() throws IOException {
		String key = WsgiServer.newKey();
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("POST /called?key=" + key + " HTTP/1.1", "Content-Length: 4", "Expect: 100-continue");
			assertThat(connection.receive().status()).isEqualTo(100);
			connection.send("bo");
			connection.shutdownOutput();
			assertThat(this.server.eventsUntil(key, "failed")).containsExactly("called", "failed");
		}
	}

	@Test
	@Conformance("H12")
	void trailersAreAcceptedAndNotInTheEnviron() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("POST / HTTP/1.1", "Transfer-Encoding: chunked", "Trailer: X-Trailer")
				.send("4\r\nbody\r\n0\r\nX-Trailer: late\r\n\r\n");
			assertThat(connection.receive().environ()).containsEntry("CONTENT_LENGTH", "4")
				.doesNotContainKey("HTTP_X_TRAILER");
			connection.sendHead("GET / HTTP/1.1");
			assertThat(connection.receive().environ()).doesNotContainKey("HTTP_X_TRAILER");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 99", "Host: evil", "Transfer-Encoding: chunked" })
	@Conformance("H12")
	void framingHeadersInTrailersHaveNoEffect(String trailer) throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("POST / HTTP/1.1", "Host: good", "Transfer-Encoding: chunked")
				.send("4\r\nbody\r\n0\r\n" + trailer + "\r\n\r\n");
			assertThat(connection.receive().environ()).containsEntry("CONTENT_LENGTH", "4")
				.containsEntry("HTTP_HOST", "good")
				.doesNotContainKey("HTTP_TRANSFER_ENCODING");
			connection.sendHead("GET / HTTP/1.1", "Host: next");
			assertThat(connection.receive().environ()).containsEntry("HTTP_HOST", "next")
				.doesNotContainKey("CONTENT_LENGTH");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { " X-First: a", "X-A : a", ": a", "X[]: a", "X\u00e9: a", "X-A: a\0b", "X-A: a\u0007",
			"X-A: a\u007f", "X-A: a\rb", "no colon", "X A: a", "X-A\t: a", "(X): a", "X,A: a", "X-A: a\u0001" })
	@Conformance("H14")
	void aMalformedHeaderIsRefused(String header) throws IOException {
		assertRefused("GET / HTTP/1.1\r\nHost: a\r\n" + header + "\r\n\r\n", 400);
		assertRefused("GET / HTTP/1.1\r\n" + header + "\r\nHost: a\r\n\r\n", 400);
	}

	@Test
	@Conformance("H13")
	void aFoldedHeaderIsUnfolded() throws IOException {
		assertThat(this.server.environ("GET / HTTP/1.1", "X-A: a\r\n X-B: b", "X-C: a\r\n\tb"))
			.containsEntry("HTTP_X_A", "a X-B: b")
			.containsEntry("HTTP_X_C", "a\tb")
			.doesNotContainKey("HTTP_X_B");
	}

	@Test
	@Conformance("H15")
	void bareLineFeedsEndLines() throws IOException {
		assertThat(this.server.sendRaw("GET / HTTP/1.1\nHost: a\nX-A: 1\n\n").environ()).containsEntry("HTTP_HOST", "a")
			.containsEntry("HTTP_X_A", "1");
	}

	@Test
	@Conformance("H14")
	void aRequestWithoutAVersionIsNotServed() throws IOException {
		String key = WsgiServer.newKey();
		try (RawConnection connection = this.server.connect()) {
			connection.send("GET /called?key=" + key + "\r\n");
			assertThat(connection.isClosedByServer()).isTrue();
		}
		assertThat(this.server.events(key)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST /", "HEAD /", "GET / ", "GET  / HTTP/1.1 x", "GET /a b HTTP/1.1",
			"GET /\u0014 HTTP/1.1", "G\u00e9T / HTTP/1.1", "GET / FTP/1.1" })
	@Conformance("H14")
	void noResponseIsWithoutAHeadAfterARequestWithoutAVersion(String line) throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.send("GET /\r\n");
			assertThat(connection.isClosedByServer()).isTrue();
		}
		try (RawConnection connection = this.server.connect()) {
			connection.send(line + "\r\nHost: a\r\n\r\n");
			assertThat(connection.receiveAll()).satisfiesAnyOf((all) -> assertThat(all).isEmpty(),
					(all) -> assertThat(all).startsWith("HTTP/1.1 400 "));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / ", "GET  / HTTP/1.1 x" })
	@Conformance("H14")
	void aMalformedRequestLineWithoutAProtocolIsRefused(String line) throws IOException {
		try (RawConnection connection = connectWithHttp11()) {
			connection.send(line + "\r\nHost: a\r\n\r\n");
			assertThat(connection.receiveAll()).startsWith("HTTP/1.1 400 ").doesNotContain("PATH_INFO");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / http/1.1", "GET / FTP/1.1", "GET /a b HTTP/1.1", "G[T / HTTP/1.1",
			"GET\0 / HTTP/1.1", "/ HTTP/1.1", "G\u00e9T / HTTP/1.1", "GET /\0 HTTP/1.1", "GET /\u007f HTTP/1.1" })
	@Conformance("H14")
	void aMalformedRequestLineIsRefused(String line) throws IOException {
		try (RawConnection connection = connectWithHttp11()) {
			sendAndSmuggle(connection, line + "\r\nHost: a\r\n\r\n");
			assertRefused(connection, 400);
		}
	}

	// Tomcat, which reuses what it reads connections with, would answer such a line in
	// the
	// version of the last request: after one in HTTP/0.9 the connection is closed
	private RawConnection connectWithHttp11() throws IOException {
		RawConnection connection = this.server.connect();
		connection.sendHead("GET / HTTP/1.1");
		assertThat(connection.receive().status()).isEqualTo(200);
		return connection;
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP", "HTTP/1", "HTTP/1.1.1", "HTTP/9.9", "HTTP/0.9" })
	@Conformance("H14")
	void anotherVersionIsNotSupported(String version) throws IOException {
		assertRefused("GET / " + version + "\r\nHost: a\r\n\r\n", 505);
	}

	private static String chunked(String chunks) {
		return "POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
	}

	private void assertRefused(String request, int status) throws IOException {
		try (RawConnection connection = this.server.connect()) {
			sendAndSmuggle(connection, request);
			assertRefused(connection, status);
		}
	}

	private static void sendAndSmuggle(RawConnection connection, String request) throws IOException {
		connection.send(request + "GET /respond?body=[b%27smuggled%27] HTTP/1.1\r\nHost: a\r\n\r\n");
		connection.shutdownOutput();
	}

	private void assertRefused(RawConnection connection, int status) throws IOException {
		RawResponse response = connection.receive();
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.body()).doesNotContain("smuggled");
		assertThat(connection.isClosedByServer()).isTrue();
	}

}
