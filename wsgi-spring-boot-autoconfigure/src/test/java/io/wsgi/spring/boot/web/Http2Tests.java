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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * PEP 3333 over HTTP/2 and TLS.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(TlsServerExtension.class)
class Http2Tests {

	private final TlsServer server;

	private final HttpClient client;

	Http2Tests(TlsServer server) {
		this.server = server;
		this.client = server.http2();
	}

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@Test
	@Conformance({ "P12", "P13", "P15", "P16", "T" })
	void theEnvironIsThatOfARequest() throws Exception {
		Map<String, String> environ = environ(this.server.request("/a%2Fb//c?d=e+f").GET());
		assertThat(environ).containsEntry("REQUEST_METHOD", "GET")
			.containsEntry("SCRIPT_NAME", "/context/app")
			.containsEntry("PATH_INFO", "/a/b//c")
			.containsEntry("QUERY_STRING", "d=e+f")
			.containsEntry("REQUEST_URI", "/context/app/a%2Fb//c?d=e+f")
			.containsEntry("SERVER_PROTOCOL", "HTTP/2.0")
			.containsEntry("SERVER_NAME", "localhost")
			.containsEntry("SERVER_PORT", Integer.toString(this.server.server().port()))
			.containsEntry("wsgi.url_scheme", "https")
			.doesNotContainKeys("CONTENT_LENGTH", "CONTENT_TYPE");
	}

	@Test
	@Conformance({ "P17", "T" })
	void theAuthorityIsTheHostHeader() throws Exception {
		assertThat(environ(this.server.request("/").GET())).containsEntry("HTTP_HOST",
				"localhost:" + this.server.server().port());
	}

	@Test
	@Conformance({ "P17", "H1", "H18", "T" })
	void headersBecomeVariables() throws Exception {
		Map<String, String> environ = environ(this.server.request("/")
			.header("X-Some-Header", "some value")
			.header("X-Twice", "1")
			.header("X-Twice", "2")
			.header("Cookie", "a=1")
			.header("Cookie", "b=2")
			.header("X_Dropped", "evil")
			.header("Proxy", "http://evil"));
		assertThat(environ).containsEntry("HTTP_X_SOME_HEADER", "some value")
			.containsEntry("HTTP_X_TWICE", "1, 2")
			.containsEntry("HTTP_COOKIE", "a=1; b=2")
			.doesNotContainKeys("HTTP_X_DROPPED", "HTTP_PROXY");
		assertThat(environ.keySet()).noneMatch((name) -> name.contains(":"));
	}

	@Test
	@Conformance({ "P23", "T" })
	void aBodyWithContentLengthIsRead() throws Exception {
		HttpResponse<String> response = send(this.server.request("/read").POST(BodyPublishers.ofString("the body")));
		assertThat(parse(response)).containsEntry("result", "the body").containsEntry("length", "8");
	}

	@Test
	@Conformance({ "P23", "P46", "T" })
	void aBodyWithoutContentLengthIsReadAndMeasured() throws Exception {
		for (String body : List.of("the body", "x".repeat(9000))) {
			HttpResponse<String> response = send(this.server.request("/read").POST(stream(body)));
			assertThat(parse(response)).containsEntry("result", body)
				.containsEntry("length", Integer.toString(body.length()))
				.containsEntry("terminated", true);
		}
	}

	@Test
	@Conformance({ "H39", "T" })
	void anEmptyBodyWithoutContentLengthIsEmpty() throws Exception {
		HttpResponse<String> response = send(this.server.request("/read").POST(stream("")));
		assertThat(parse(response)).containsEntry("result", "");
	}

	@ParameterizedTest
	@ValueSource(ints = { 20_000, 1_000_000 })
	@Conformance({ "H36", "L", "T" })
	void aBodyThatIsTooLargeIsRefused(int size) throws Exception {
		HttpResponse<String> response = send(
				this.server.request("/called?key=x").POST(BodyPublishers.ofString("x".repeat(size))));
		assertThat(response.statusCode()).isEqualTo(413);
	}

	@Test
	@Conformance({ "P7", "T" })
	void allBytesPassUnchanged() throws Exception {
		byte[] all = new byte[256];
		IntStream.range(0, 256).forEach((octet) -> all[octet] = (byte) octet);
		HttpResponse<byte[]> response = this.client.send(
				this.server.request("/echo").POST(BodyPublishers.ofByteArray(all)).build(), BodyHandlers.ofByteArray());
		assertThat(response.body()).isEqualTo(all);
	}

	@Test
	@Conformance({ "P29", "H54", "T" })
	void headersOfTheResponseArrive() throws Exception {
		HttpResponse<String> response = send(this.server.request(Scenario.respond("[b'x']")
			.status("'299 Custom'")
			.headers(
					"[('Set-Cookie', 'b=2'), ('X-MiXed', 'caf\\xe9'), ('Set-Cookie', 'a=1'), ('Content-Type', 'text/x')]")
			.target()));
		assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
		assertThat(response.statusCode()).isEqualTo(299);
		assertThat(response.headers().allValues("set-cookie")).containsExactly("b=2", "a=1");
		assertThat(response.headers().allValues("x-mixed")).containsExactly("caf\u00e9");
		assertThat(response.headers().allValues("content-type")).containsExactly("text/x");
		assertThat(response.headers().allValues("server")).containsExactly("wsgi-spring-boot");
		assertThat(response.headers().allValues("date")).hasSize(1);
		assertThat(response.headers().allValues("content-length")).containsExactly("1");
		assertThat(response.headers().allValues("transfer-encoding")).isEmpty();
		assertThat(response.headers().allValues("connection")).isEmpty();
	}

	@Test
	@Conformance({ "P6", "T" })
	void eachBlockIsWithTheClientBeforeTheNextOneIsAskedFor() throws Exception {
		Scenario scenario = Scenario.respond("steps(b'first', wait('seen'), b'second')");
		HttpResponse<InputStream> response = this.client.send(this.server.request(scenario.target()).build(),
				BodyHandlers.ofInputStream());
		try (InputStream body = response.body()) {
			assertThat(body.readNBytes(5)).asString().isEqualTo("first");
			send(this.server.request("/note?key=" + scenario.key() + "&event=seen"));
			assertThat(body.readAllBytes()).asString().isEqualTo("second");
		}
	}

	@Test
	@Conformance({ "P44", "H44", "T" })
	void aFailureAfterTheFirstBlockResetsTheStream() throws Exception {
		HttpRequest failing = this.server.request(Scenario.respond("steps(b'first', ValueError('late'))").target())
			.build();
		assertThatIOException().isThrownBy(() -> this.client.send(failing, BodyHandlers.ofString()));
		assertThat(send(this.server.request("/")).statusCode()).isEqualTo(200);
	}

	@Test
	@Conformance({ "P38", "H51", "T" })
	void aShortBodyResetsTheStream() throws Exception {
		HttpRequest failing = this.server
			.request(Scenario.respond("[b'short']").headers("[('Content-Length', '100')]").target())
			.build();
		assertThatIOException().isThrownBy(() -> this.client.send(failing, BodyHandlers.ofString()));
		assertThat(send(this.server.request("/")).statusCode()).isEqualTo(200);
	}

	@Test
	@Conformance({ "P37", "H51", "T" })
	void aLongBodyIsCutAtContentLength() throws Exception {
		HttpResponse<String> response = send(this.server
			.request(Scenario.respond("generator(b'123', b'456')").headers("[('Content-Length', '5')]").target()));
		assertThat(response.body()).isEqualTo("12345");
	}

	@Test
	@Conformance({ "P44", "T" })
	void aFailureBeforeTheFirstBlockGives500() throws Exception {
		assertThat(send(this.server.request("/fail/exception")).statusCode()).isEqualTo(500);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[b'12345']", "generator(b'12345')" })
	@Conformance({ "H49", "T" })
	void headHasNoBody(String body) throws Exception {
		HttpResponse<String> response = send(this.server.request(Scenario.respond(body).target()).HEAD());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 204, 304 })
	@Conformance({ "H50", "T" })
	void aStatusWithoutABodyGetsNone(int status) throws Exception {
		HttpResponse<String> response = send(
				this.server.request(Scenario.respond("[b'12345']").status("'" + status + "'").target()));
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "file", "bytes" })
	@Conformance({ "P51", "H59", "T" })
	void aFileIsSent(String kind) throws Exception {
		HttpResponse<String> response = send(
				this.server.request("/file?key=h2&size=1000000&offset=500000&kind=" + kind));
		assertThat(response.body()).hasSize(500_000).startsWith("000000000\n").endsWith("000000999\n");
	}

	@Test
	@Conformance({ "P9", "H60", "T" })
	void aStreamThatTheClientResetsEndsTheGenerator() throws Exception {
		Scenario scenario = Scenario.of("counting");
		HttpResponse<InputStream> response = this.client.send(this.server.request(scenario.target()).build(),
				BodyHandlers.ofInputStream());
		response.body().readNBytes(100_000);
		response.body().close();
		assertThat(send(this.server.request("/events?until=closed&key=" + scenario.key())).body())
			.contains("\"closed\"");
	}

	@Test
	@Conformance("T")
	void manyStreamsOfAConnectionAreServed() throws Exception {
		List<CompletableFuture<HttpResponse<String>>> responses = IntStream.range(0, 50)
			.mapToObj((number) -> this.client.sendAsync(
					this.server.request("/echo").POST(BodyPublishers.ofString("body " + number)).build(),
					BodyHandlers.ofString()))
			.toList();
		for (int number = 0; number < 50; number++) {
			assertThat(responses.get(number).join().body()).isEqualTo("body " + number);
		}
	}

	@Test
	@Conformance({ "P18", "T" })
	void theEnvironTellsAboutTls() throws Exception {
		assertThat(environ(this.server.request("/"))).containsEntry("HTTPS", "on")
			.containsEntry("SSL_PROTOCOL", "TLSv1.3")
			.containsEntry("SSL_CLIENT_VERIFY", "NONE")
			.containsKeys("SSL_CIPHER", "SSL_CIPHER_USEKEYSIZE")
			.doesNotContainKeys("SSL_CLIENT_S_DN", "SSL_CLIENT_CERT");
	}

	@Test
	@Conformance({ "P18", "P42", "T" })
	void theEnvironTellsTheCertificateOfTheClient() throws Exception {
		try (HttpClient identified = this.server.http2WithCertificate()) {
			HttpResponse<String> response = identified.send(this.server.request("/").build(), BodyHandlers.ofString());
			Map<String, String> environ = environ(response);
			assertThat(environ).containsEntry("SSL_CLIENT_VERIFY", "SUCCESS")
				.containsEntry("SSL_CLIENT_S_DN", "CN=localhost,O=J\u00c3\u00b6rg")
				.containsKeys("SSL_CLIENT_I_DN", "SSL_CLIENT_M_SERIAL");
			assertThat(environ.get("SSL_CLIENT_CERT")).startsWith("-----BEGIN CERTIFICATE-----\n")
				.endsWith("\n-----END CERTIFICATE-----\n");
		}
	}

	@Test
	@Conformance({ "P16", "P18", "T" })
	void http11OverTlsWorksAlike() throws Exception {
		try (HttpClient http1 = this.server.http1()) {
			HttpResponse<String> response = http1.send(this.server.request("/").build(), BodyHandlers.ofString());
			assertThat(environ(response)).containsEntry("SERVER_PROTOCOL", "HTTP/1.1").containsEntry("HTTPS", "on");
		}
	}

	private HttpRequest.BodyPublisher stream(String body) {
		return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

	private Map<String, String> environ(HttpRequest.Builder request) throws IOException, InterruptedException {
		return environ(send(request));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, String> environ(HttpResponse<String> response) {
		return (Map<String, String>) parse(response).get("text");
	}

	private static Map<String, Object> parse(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(200);
		return JsonParserFactory.getJsonParser().parseMap(response.body());
	}

}
