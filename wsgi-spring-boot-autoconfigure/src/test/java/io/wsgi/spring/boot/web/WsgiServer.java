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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.SocketFactory;

import io.wsgi.testsupport.TestPython;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.apache.coyote.AbstractProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A Spring application that serves the conformance applications on a port of its own.
 *
 * @author wsgi-spring-boot contributors
 */
final class WsgiServer implements AutoCloseable {

	static final Path APPLICATIONS = Path.of("src/test/python/conformance");

	private static final AtomicLong keys = new AtomicLong();

	// Not kept longer than it runs: test classes keep their servers in static fields, and
	// what those hold is in the way of the garbage collector for all tests that follow
	private @Nullable ConfigurableApplicationContext context;

	private final int port;

	private final SocketFactory sockets;

	private WsgiServer(ConfigurableApplicationContext context, SocketFactory sockets) {
		this.context = context;
		this.sockets = sockets;
		this.port = ((WebServerApplicationContext) context).getWebServer().getPort();
	}

	static WsgiServer start(String... properties) {
		return start(SocketFactory.getDefault(), properties);
	}

	static WsgiServer start(SocketFactory sockets, String... properties) {
		return start(sockets, TestApplication.class, properties);
	}

	/**
	 * Start a server with more than the application in it.
	 * @param configuration has the beans of what there is more
	 * @param properties the properties
	 * @return the server
	 */
	static WsgiServer start(Class<?> configuration, String... properties) {
		return start(SocketFactory.getDefault(), configuration, properties);
	}

	private static WsgiServer start(SocketFactory sockets, Class<?> configuration, String... properties) {
		return new WsgiServer(new SpringApplicationBuilder(TestApplication.class, configuration)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"wsgi.app=dispatcher:application", "wsgi.python-path=" + APPLICATIONS,
					"wsgi.virtual-env=" + TestPython.packages(), "wsgi.cache-dir=" + TestPython.cache())
			.properties(properties)
			.run(), sockets);
	}

	/**
	 * Return a new name under which an application can note what happens to it.
	 * @return the name
	 */
	static String newKey() {
		return "key-" + keys.incrementAndGet();
	}

	int port() {
		return this.port;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	<T> T bean(String name, Class<T> type) {
		return this.context.getBean(name, type);
	}

	/**
	 * Set for how long the server waits for what clients send.
	 * @param timeout the time, for connections from now on
	 */
	void setConnectionTimeout(Duration timeout) {
		protocol().setConnectionTimeout((int) timeout.toMillis());
	}

	AbstractProtocol<?> protocol() {
		TomcatWebServer webServer = (TomcatWebServer) ((WebServerApplicationContext) this.context).getWebServer();
		return (AbstractProtocol<?>) webServer.getTomcat().getConnector().getProtocolHandler();
	}

	/**
	 * Connect as a client that takes little without reading.
	 * @return the connection
	 * @throws IOException if that fails
	 */
	RawConnection connectSlowly() throws IOException {
		return new RawConnection(this.sockets.createSocket(), this.port, 4096);
	}

	RawConnection connect() throws IOException {
		return new RawConnection(this.sockets.createSocket(), this.port, 0);
	}

	/**
	 * Send one request, and read until the server closes the connection or the response
	 * is complete.
	 * @param lines the request line and header lines; Host is added to HTTP/1.1 if it is
	 * missing
	 * @return the response
	 * @throws IOException if there is none
	 */
	RawResponse send(String... lines) throws IOException {
		return sendWithBody(new byte[0], lines);
	}

	RawResponse sendWithBody(byte[] body, String... lines) throws IOException {
		try (RawConnection connection = connect()) {
			connection.send(request(lines));
			connection.send(body);
			return connection.receive(lines[0].substring(0, lines[0].indexOf(' ')));
		}
	}

	RawResponse sendRaw(String request) throws IOException {
		try (RawConnection connection = connect()) {
			connection.send(request);
			return connection.receive();
		}
	}

	RawResponse get(String target) throws IOException {
		return send("GET " + target + " HTTP/1.1");
	}

	RawResponse head(String target) throws IOException {
		return send("HEAD " + target + " HTTP/1.1");
	}

	RawResponse post(String target, String body, String... headers) throws IOException {
		String[] lines = new String[headers.length + 2];
		lines[0] = "POST " + target + " HTTP/1.1";
		lines[1] = "Content-Length: " + body.length();
		System.arraycopy(headers, 0, lines, 2, headers.length);
		return sendWithBody(body.getBytes(StandardCharsets.ISO_8859_1), lines);
	}

	RawResponse get(Scenario scenario) throws IOException {
		return get(scenario.target());
	}

	/**
	 * Send a request to an application that shows its environ.
	 * @param lines the request line and header lines
	 * @return the variables that are text
	 * @throws IOException if there is no response
	 */
	Map<String, String> environ(String... lines) throws IOException {
		return send(lines).environ();
	}

	static String request(String... lines) {
		StringBuilder head = new StringBuilder(String.join("\r\n", lines)).append("\r\n");
		if (lines[0].endsWith("HTTP/1.1") && !head.toString().toLowerCase().contains("\r\nhost:")) {
			head.append("Host: localhost\r\n");
		}
		return head.append("\r\n").toString();
	}

	/**
	 * Return what an application noted, after waiting for one event.
	 * @param key the name under which it did
	 * @param event the event to wait for
	 * @return the events
	 * @throws IOException if the server does not tell
	 */
	List<Object> eventsUntil(String key, String event) throws IOException {
		return get("/events?key=" + key + "&until=" + Scenario.encode(event)).jsonList();
	}

	List<Object> events(String key) throws IOException {
		return get("/events?key=" + key).jsonList();
	}

	void note(String key, String event) throws IOException {
		get("/note?key=" + key + "&event=" + Scenario.encode(event));
	}

	@Override
	public void close() {
		if (this.context != null) {
			this.context.close();
			this.context = null;
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TestApplication {

		/**
		 * Stands for Spring Security: says who the user is.
		 * @return the filter
		 */
		@Bean
		Filter userFilter() {
			return (request, response, chain) -> chain.doFilter(new UserRequest((HttpServletRequest) request),
					response);
		}

	}

	private static final class UserRequest extends HttpServletRequestWrapper {

		private UserRequest(HttpServletRequest request) {
			super(request);
		}

		@Override
		public String getRemoteUser() {
			return (getQueryString() != null && getQueryString().equals("user")) ? "J\u00f6rg \u65e5"
					: super.getRemoteUser();
		}

		@Override
		public String getAuthType() {
			return (getRemoteUser() != null) ? FORM_AUTH : super.getAuthType();
		}

	}

}
