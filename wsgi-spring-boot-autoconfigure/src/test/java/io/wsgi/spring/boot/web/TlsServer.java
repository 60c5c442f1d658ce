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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;

import javax.net.ssl.SSLContext;

/**
 * A server behind TLS, and clients for it.
 *
 * @param server the server
 * @param anonymous the TLS context of a client without a certificate
 * @param identified the TLS context of a client with a certificate
 * @author wsgi-spring-boot contributors
 */
record TlsServer(WsgiServer server, SSLContext anonymous, SSLContext identified) implements AutoCloseable {

	static final String PREFIX = "/context/app";

	HttpClient http2() {
		return client(HttpClient.Version.HTTP_2, this.anonymous);
	}

	HttpClient http1() {
		return client(HttpClient.Version.HTTP_1_1, this.anonymous);
	}

	HttpClient http2WithCertificate() {
		return client(HttpClient.Version.HTTP_2, this.identified);
	}

	private HttpClient client(HttpClient.Version version, SSLContext context) {
		return HttpClient.newBuilder().version(version).sslContext(context).build();
	}

	HttpRequest.Builder request(String target) {
		return HttpRequest.newBuilder(URI.create("https://localhost:" + this.server.port() + PREFIX + target));
	}

	@Override
	public void close() {
		this.server.close();
	}

}
