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

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EnvironFactory}.
 *
 * @author wsgi-spring-boot contributors
 */
class EnvironFactoryTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");

	@BeforeEach
	void setUpConnection() {
		this.request.setServerName("example.org");
		this.request.setServerPort(8080);
		this.request.setRemoteAddr("203.0.113.7");
		this.request.setRemotePort(4711);
	}

	@Test
	void variablesOfPep3333AreThere() {
		this.request.setMethod("POST");
		this.request.setRequestURI("/a%20b");
		this.request.setQueryString("q=1%202");
		this.request.setContentType("text/plain");
		assertThat(environ("/", 5)).containsExactly(Map.entry("REQUEST_METHOD", "POST"), Map.entry("SCRIPT_NAME", ""),
				Map.entry("PATH_INFO", "/a b"), Map.entry("QUERY_STRING", "q=1%202"),
				Map.entry("REQUEST_URI", "/a%20b?q=1%202"), Map.entry("RAW_URI", "/a%20b?q=1%202"),
				Map.entry("SERVER_NAME", "example.org"), Map.entry("SERVER_PORT", "8080"),
				Map.entry("SERVER_PROTOCOL", "HTTP/1.1"), Map.entry("REMOTE_ADDR", "203.0.113.7"),
				Map.entry("REMOTE_PORT", "4711"), Map.entry("wsgi.url_scheme", "http"),
				Map.entry("CONTENT_TYPE", "text/plain"), Map.entry("CONTENT_LENGTH", "5"));
	}

	@Test
	void requestWithoutBodyHasNeitherTypeNorLength() {
		assertThat(environ("/", -1)).doesNotContainKeys("CONTENT_TYPE", "CONTENT_LENGTH")
			.containsEntry("QUERY_STRING", "");
	}

	@ParameterizedTest
	@CsvSource({ "/,/,'',/", "/shop,/shop,/shop,''", "/shop,/shop/,/shop,/", "/shop/,/shop/a,/shop,/a",
			"/shop,/%73hop/a,/shop,/a", "/,//a,'',//a" })
	void pathIsDividedAtTheMountPath(String mountPath, String uri, String scriptName, String pathInfo) {
		this.request.setRequestURI(uri);
		assertThat(environ(mountPath, -1)).containsEntry("SCRIPT_NAME", scriptName)
			.containsEntry("PATH_INFO", pathInfo)
			.containsEntry("REQUEST_URI", uri);
	}

	@ParameterizedTest
	@CsvSource({ "/,/site,/site/a,/site,/a", "/shop,/site,/site/shop/a,/site/shop,/a",
			"/,/my%20site,/my%20site/a,/my site,/a" })
	void contextPathIsAPartOfTheScriptName(String mountPath, String contextPath, String uri, String scriptName,
			String pathInfo) {
		this.request.setContextPath(contextPath);
		this.request.setRequestURI(uri);
		assertThat(environ(mountPath, -1)).containsEntry("SCRIPT_NAME", scriptName)
			.containsEntry("PATH_INFO", pathInfo);
	}

	@Test
	void userIsThereWhenSpringKnowsOne() {
		assertThat(environ("/", -1)).doesNotContainKeys("REMOTE_USER", "AUTH_TYPE");
		this.request.setRemoteUser("Ren\u00e9");
		assertThat(environ("/", -1)).containsEntry("REMOTE_USER", "Ren\u00c3\u00a9").doesNotContainKey("AUTH_TYPE");
		this.request.setAuthType("BASIC");
		assertThat(environ("/", -1)).containsEntry("AUTH_TYPE", "BASIC");
	}

	@Test
	void userCannotBeGivenByTheClient() {
		this.request.addHeader("Remote-User", "admin");
		this.request.addHeader("REMOTE_USER", "admin");
		assertThat(environ("/", -1)).doesNotContainKey("REMOTE_USER").containsEntry("HTTP_REMOTE_USER", "admin");
	}

	@Test
	void secureConnectionSaysSo() {
		assertThat(environ("/", -1)).doesNotContainKey("HTTPS");
		this.request.setScheme("https");
		this.request.setSecure(true);
		assertThat(environ("/", -1)).containsEntry("wsgi.url_scheme", "https").containsEntry("HTTPS", "on");
	}

	@Test
	void headersAreAdded() {
		this.request.addHeader("X-A", "b");
		assertThat(environ("/", -1)).containsEntry("HTTP_X_A", "b");
	}

	@Test
	void ambiguousContentTypeIsRefused() {
		HttpServletRequestWrapper ambiguous = new HttpServletRequestWrapper(this.request) {

			@Override
			public Enumeration<String> getHeaders(String name) {
				return Collections.enumeration(List.of("text/plain", "text/html"));
			}

		};
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> factory("/").create(ambiguous, -1));
	}

	@Test
	void nulInThePathIsRefused() {
		this.request.setRequestURI("/a%00HTTP_X%00b");
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> environ("/", -1));
	}

	private Map<String, String> environ(String mountPath, long contentLength) {
		return Environ.parse(factory(mountPath).create(this.request, contentLength));
	}

	private EnvironFactory factory(String mountPath) {
		return new EnvironFactory(MountPath.of(mountPath),
				new UnderscoreHeaderPolicy(UnderscoreHeaderPolicy.Mode.DROP, List.of()), List.of());
	}

}
