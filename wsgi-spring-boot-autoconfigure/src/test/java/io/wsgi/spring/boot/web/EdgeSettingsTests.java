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
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.Map;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests over HTTPS for what a server is told about its surroundings: its certificate in
 * PEM files, a proxy whose headers count, and a health check that leaves Python out.
 *
 * @author wsgi-spring-boot contributors
 */
class EdgeSettingsTests {

	@TempDir
	private static Path directory;

	private static TlsKey first;

	private static TlsKey second;

	private static SSLContext client;

	private static WsgiServer server;

	@BeforeAll
	static void startServer() throws Exception {
		first = TlsKey.create(directory.resolve("first.p12"));
		second = TlsKey.create(directory.resolve("second.p12"));
		client = TlsKey.client(null, TlsKey.trust(first, second));
		use(first);
		server = WsgiServer.start(client.getSocketFactory(), "server.ssl.bundle=edge",
				"spring.ssl.bundle.pem.edge.reload-on-update=true",
				"spring.ssl.bundle.pem.edge.keystore.certificate=" + directory.resolve("tls.crt").toUri(),
				"spring.ssl.bundle.pem.edge.keystore.private-key=" + directory.resolve("tls.key").toUri(),
				"spring.ssl.bundle.watch.file.quiet-period=100ms", "server.forward-headers-strategy=framework",
				"wsgi.header-map=allow", "management.health.wsgi.enabled=false");
	}

	private static void use(TlsKey key) throws Exception {
		key.writePem(directory.resolve("tls.crt"), directory.resolve("tls.key"));
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Test
	void renewedCertificateCountsFromTheNextConnectionOn() throws Exception {
		try (RawConnection before = server.connect()) {
			before.sendHead("GET / HTTP/1.1");
			assertThat(before.receive().environ()).containsEntry("wsgi.url_scheme", "https");
			assertThat(certificate()).isEqualTo(first.certificate());
			use(second);
			// Key and certificate do not fit while only one of them is there
			Awaitility.await()
				.ignoreException(SSLException.class)
				.until(() -> certificate().equals(second.certificate()));
			before.sendHead("GET / HTTP/1.1");
			assertThat(before.receive().status()).isEqualTo(200);
			assertThat(server.get("/").status()).isEqualTo(200);
		}
	}

	private static Certificate certificate() throws IOException {
		try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("localhost", server.port())) {
			socket.startHandshake();
			return socket.getSession().getPeerCertificates()[0];
		}
	}

	@Test
	void forwardedHeadersCountWhoeverSendsThem() throws IOException {
		assertThat(server.environ("GET /list HTTP/1.1", "Host: inside", "X-Forwarded-For: 203.0.113.7",
				"X-Forwarded-Proto: http", "X-Forwarded-Host: shop.example", "X-Forwarded-Prefix: /shop"))
			.containsEntry("SCRIPT_NAME", "/shop")
			.containsEntry("PATH_INFO", "/list")
			.containsEntry("REMOTE_ADDR", "203.0.113.7")
			.containsEntry("wsgi.url_scheme", "http")
			.containsEntry("HTTP_HOST", "shop.example")
			.containsEntry("SERVER_NAME", "shop.example")
			.containsEntry("SERVER_PORT", "80");
		assertThat(server.environ("GET /list HTTP/1.1", "Host: inside",
				"Forwarded: for=203.0.113.8;proto=http;host=\"other.example:81\""))
			.containsEntry("SCRIPT_NAME", "")
			.containsEntry("REMOTE_ADDR", "203.0.113.8")
			.containsEntry("wsgi.url_scheme", "http")
			.containsEntry("HTTP_HOST", "other.example:81")
			.containsEntry("SERVER_PORT", "81");
	}

	@Test
	void headersWithUnderscoresArePassedOn() throws IOException {
		assertThat(server.environ("GET / HTTP/1.1", "X_Other: 1", "x_more-of_it: 2")).containsEntry("HTTP_X_OTHER", "1")
			.containsEntry("HTTP_X_MORE_OF_IT", "2");
	}

	@Test
	void healthLeavesPythonOut() throws IOException {
		Map<?, ?> components = (Map<?, ?>) server.get("/actuator/health").json().get("components");
		assertThat(components.keySet().toString()).contains("ping").doesNotContain("wsgi");
	}

}
