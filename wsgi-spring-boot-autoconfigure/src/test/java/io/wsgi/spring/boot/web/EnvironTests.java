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
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PEP 3333, "environ Variables".
 *
 * @author wsgi-spring-boot contributors
 */
@ConformanceTest
class EnvironTests {

	private final WsgiServer server;

	EnvironTests(WsgiServer server) {
		this.server = server;
	}

	@Test
	@Conformance("P12")
	void requestMethodIsTheMethod() throws IOException {
		assertThat(this.server.environ("GET / HTTP/1.1")).containsEntry("REQUEST_METHOD", "GET");
		assertThat(this.server.environ("DELETE / HTTP/1.1")).containsEntry("REQUEST_METHOD", "DELETE");
	}

	@Test
	@Conformance("P13")
	void scriptNameIsEmptyForAnApplicationAtTheRoot() throws IOException {
		assertThat(this.server.environ("GET / HTTP/1.1")).containsEntry("SCRIPT_NAME", "")
			.containsEntry("PATH_INFO", "/");
		assertThat(this.server.environ("GET /a/b HTTP/1.1")).containsEntry("SCRIPT_NAME", "")
			.containsEntry("PATH_INFO", "/a/b");
	}

	@Test
	@Conformance("P14")
	void queryStringIsEmptyWithoutAQuery() throws IOException {
		assertThat(this.server.environ("GET /a HTTP/1.1")).containsEntry("QUERY_STRING", "");
	}

	@Test
	@Conformance("P14")
	void contentTypeAndLengthAreAbsentWithoutABody() throws IOException {
		assertThat(this.server.environ("GET /a HTTP/1.1")).doesNotContainKeys("CONTENT_TYPE", "CONTENT_LENGTH",
				"HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH");
	}

	@Test
	@Conformance("P14")
	void contentTypeAndLengthHaveVariablesOfTheirOwn() throws IOException {
		Map<String, String> environ = this.server.post("/a", "body", "Content-Type: text/plain; charset=UTF-8")
			.environ();
		assertThat(environ).containsEntry("CONTENT_TYPE", "text/plain; charset=UTF-8")
			.containsEntry("CONTENT_LENGTH", "4")
			.doesNotContainKeys("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH");
	}

	@Test
	@Conformance("P15")
	void serverNameAndPortAreThoseOfTheHostHeader() throws IOException {
		assertThat(this.server.environ("GET / HTTP/1.1", "Host: example.org:8080"))
			.containsEntry("SERVER_NAME", "example.org")
			.containsEntry("SERVER_PORT", "8080")
			.containsEntry("HTTP_HOST", "example.org:8080");
	}

	@Test
	@Conformance("P15")
	void serverPortIsTheDefaultOneWhenTheHostHeaderHasNone() throws IOException {
		assertThat(this.server.environ("GET / HTTP/1.1", "Host: example.org")).containsEntry("SERVER_PORT", "80");
	}

	@Test
	@Conformance("P15")
	void serverNameMayBeAnIpv6Address() throws IOException {
		assertThat(this.server.environ("GET / HTTP/1.1", "Host: [::1]:8080")).containsEntry("SERVER_NAME", "[::1]")
			.containsEntry("SERVER_PORT", "8080");
	}

	@Test
	@Conformance({ "P15", "H31" })
	void serverNameAndPortAreThoseOfTheSocketWithoutAHostHeader() throws IOException {
		Map<String, String> environ = this.server.environ("GET / HTTP/1.0");
		assertThat(environ.get("SERVER_NAME")).isNotEmpty();
		assertThat(environ).containsEntry("SERVER_PORT", Integer.toString(this.server.port()))
			.doesNotContainKey("HTTP_HOST");
	}

	@Test
	@Conformance("P16")
	void serverProtocolIsTheClients() throws IOException {
		assertThat(this.server.environ("GET / HTTP/1.0")).containsEntry("SERVER_PROTOCOL", "HTTP/1.0");
		assertThat(this.server.environ("GET / HTTP/1.1")).containsEntry("SERVER_PROTOCOL", "HTTP/1.1");
	}

	@Test
	@Conformance("P17")
	void headersBecomeVariables() throws IOException {
		assertThat(this.server.environ("GET / HTTP/1.1", "X-Some-Header: some value", "accept: */*"))
			.containsEntry("HTTP_X_SOME_HEADER", "some value")
			.containsEntry("HTTP_ACCEPT", "*/*")
			.doesNotContainKeys("HTTP_COOKIE", "HTTP_REFERER");
	}

	@Test
	@Conformance({ "P17", "H17" })
	void anEmptyHeaderIsPresent() throws IOException {
		assertThat(this.server.environ("GET / HTTP/1.1", "X-Empty:", "X-Blank: \t ")).containsEntry("HTTP_X_EMPTY", "")
			.containsEntry("HTTP_X_BLANK", "");
	}

	@Test
	@Conformance("P18")
	void theClientsAddressIsPresent() throws IOException {
		Map<String, String> environ = this.server.environ("GET / HTTP/1.1");
		assertThat(environ).containsEntry("REMOTE_ADDR", "127.0.0.1");
		assertThat(environ.get("REMOTE_PORT")).containsOnlyDigits();
	}

	@Test
	@Conformance("P18")
	void variablesOfUsersAndTlsAreAbsentWithoutThem() throws IOException {
		assertThat(this.server.environ("GET / HTTP/1.1", "Authorization: Basic dTpw"))
			.doesNotContainKeys("REMOTE_USER", "AUTH_TYPE", "HTTPS", "SSL_PROTOCOL", "REMOTE_HOST", "PATH_TRANSLATED")
			.containsEntry("HTTP_AUTHORIZATION", "Basic dTpw");
	}

	@Test
	@Conformance({ "P18", "P42" })
	void theUserOfTheSpringApplicationIsPresent() throws IOException {
		assertThat(this.server.environ("GET /?user HTTP/1.1"))
			.containsEntry("REMOTE_USER", "J\u00c3\u00b6rg \u00e6\u0097\u00a5")
			.containsEntry("AUTH_TYPE", "FORM");
	}

	@Test
	@Conformance("P19")
	@SuppressWarnings("unchecked")
	void allCgiVariablesAreStrings() throws IOException {
		Map<String, String> types = (Map<String, String>) this.server
			.post("/a?b=c", "body", "Content-Type: text/plain", "X-Header: x")
			.json()
			.get("types");
		assertThat(types).allSatisfy((name, type) -> {
			if (!name.contains(".")) {
				assertThat(type).as(name).isEqualTo("str");
			}
		});
	}

	@Test
	@Conformance("P20")
	@SuppressWarnings("unchecked")
	void theVariablesOfWsgiArePresent() throws IOException {
		Map<String, Object> dump = this.server.get("/").json();
		assertThat((Map<String, String>) dump.get("types")).containsEntry("wsgi.version", "tuple")
			.containsEntry("wsgi.url_scheme", "str")
			.containsEntry("wsgi.multithread", "bool")
			.containsEntry("wsgi.multiprocess", "bool")
			.containsEntry("wsgi.run_once", "bool")
			.containsKeys("wsgi.input", "wsgi.errors");
		assertThat(dump.get("version")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.map(Object::toString)
			.containsExactly("1", "0");
		assertThat((Map<String, String>) dump.get("text")).containsEntry("wsgi.url_scheme", "http")
			.containsEntry("SERVER_SOFTWARE", "wsgi-spring-boot");
	}

	@Test
	@Conformance("P21")
	@SuppressWarnings("unchecked")
	void multithreadAndMultiprocessTellHowTheApplicationIsRun() throws IOException {
		assertThat((Map<String, Object>) this.server.get("/").json().get("bools"))
			.containsEntry("wsgi.multithread", true)
			.containsEntry("wsgi.multiprocess", false)
			.containsEntry("wsgi.run_once", false);
	}

	@Test
	@Conformance("P22")
	@SuppressWarnings("unchecked")
	void otherVariablesHaveLowerCaseNamesWithAPrefix() throws IOException {
		Map<String, String> types = (Map<String, String>) this.server.get("/").json().get("types");
		assertThat(types.keySet()).allMatch((name) -> name.matches("[A-Z][A-Z0-9_]*|[a-z_]+\\.[a-z_.]+"));
	}

	@Test
	@Conformance("P49")
	void theDeployersVariablesAreInTheEnvironmentOfTheProcess() throws IOException {
		assertThat(this.server.get("/process-environment").json()).containsEntry("CONFORMANCE", "from settings");
	}

	@Test
	@Conformance("P49")
	void variablesOfTheProcessDoNotReplaceThoseOfARequest() throws IOException {
		assertThat(this.server.get("/process-environment").json()).containsEntry("REQUEST_METHOD", "BOGUS");
		assertThat(this.server.environ("GET / HTTP/1.1")).containsEntry("REQUEST_METHOD", "GET");
	}

	@Test
	@Conformance("H3")
	void headersDoNotReplaceOtherVariables() throws IOException {
		assertThat(this.server.environ("GET /path HTTP/1.1", "SCRIPT_NAME: /x", "Script-Name: /y", "PATH_INFO: /z",
				"REMOTE_USER: admin", "Remote-User: admin"))
			.containsEntry("SCRIPT_NAME", "")
			.containsEntry("PATH_INFO", "/path")
			.containsEntry("HTTP_SCRIPT_NAME", "/y")
			.containsEntry("HTTP_REMOTE_USER", "admin")
			.doesNotContainKeys("REMOTE_USER", "HTTP_PATH_INFO");
	}

}
