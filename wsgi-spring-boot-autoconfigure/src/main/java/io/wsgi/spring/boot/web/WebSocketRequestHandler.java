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
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.wsgi.worker.WorkerPool;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;

/**
 * Serves WebSockets by having an ASGI application called on its event loop. The thread of
 * the connection waits for the decision of the application only.
 *
 * @author wsgi-spring-boot contributors
 */
final class WebSocketRequestHandler {

	private static final String CONTAINER = ServerContainer.class.getName();

	private static final String VERSION = "13";

	private static final int UPGRADE_REQUIRED = 426;

	// Of 16 bytes in Base64
	private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

	private static final String SUBPROTOCOL = "sec-websocket-protocol";

	private final WorkerPool workers;

	private final ScopeFactory scopes;

	private final List<CallScopeFactory> surroundings;

	private final BodyStorage storage;

	private final WebSocketSettings settings;

	/**
	 * Create a new handler.
	 * @param workers the workers that serve the application
	 * @param scopes makes the scopes
	 * @param surroundings make what surrounds each call
	 * @param storage what the bodies of all requests and responses share
	 * @param settings the limits of WebSockets
	 */
	WebSocketRequestHandler(WorkerPool workers, ScopeFactory scopes, List<CallScopeFactory> surroundings,
			BodyStorage storage, WebSocketSettings settings) {
		this.workers = workers;
		this.scopes = scopes;
		this.surroundings = List.copyOf(surroundings);
		this.storage = storage;
		this.settings = settings;
	}

	/**
	 * Tell whether a request wants to become a WebSocket, and can (RFC 6455 section
	 * 4.2.1).
	 * @param request the request
	 * @return whether it does
	 */
	static boolean accepts(HttpServletRequest request) {
		return hasToken(request, "Upgrade", "websocket") && hasToken(request, "Connection", "upgrade")
				&& "GET".equals(request.getMethod()) && "HTTP/1.1".equals(request.getProtocol())
				&& request.getServletContext().getAttribute(CONTAINER) instanceof ServerContainer;
	}

	private static boolean hasToken(HttpServletRequest request, String header, String token) {
		Enumeration<String> values = request.getHeaders(header);
		while (values.hasMoreElements()) {
			for (String value : values.nextElement().split(",")) {
				if (token.equalsIgnoreCase(value.strip())) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Serve a request.
	 * @param request the request
	 * @param response the response
	 * @param body the body of the request, which has none
	 * @return the exchange, or {@code null} if the handshake is not valid
	 * @throws IOException if the client has gone
	 */
	ServedExchange serve(HttpServletRequest request, HttpServletResponse response, IncomingBody body)
			throws IOException {
		WebSocketExchange exchange = createExchange(request, response);
		if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
			response.setHeader("Sec-WebSocket-Version", VERSION);
			response.sendError(UPGRADE_REQUIRED);
			return exchange;
		}
		String key = request.getHeader("Sec-WebSocket-Key");
		if (key == null || !KEY.matcher(key).matches()
				|| !WebSocketExtensions.areWellFormed(request.getHeaders("Sec-WebSocket-Extensions"))) {
			response.sendError(HttpServletResponse.SC_BAD_REQUEST);
			return exchange;
		}
		this.workers.submit(exchange);
		String acceptance;
		try {
			acceptance = exchange.awaitDecision();
		}
		catch (AsyncResponse.ClientGoneException ex) {
			ResponseAbort.request(request);
			return exchange;
		}
		finally {
			exchange.responding();
		}
		if (acceptance == null) {
			new ResponseWriter(exchange, body, this.storage.threads(), request, response).write();
			return exchange;
		}
		this.settings.open().add(exchange);
		try {
			open(request, response, exchange, new ResponseHead(acceptance));
		}
		catch (IOException | RuntimeException ex) {
			notOpened(exchange);
			throw ex;
		}
		return exchange;
	}

	private WebSocketExchange createExchange(HttpServletRequest request, HttpServletResponse response) {
		String method = request.getMethod();
		String uri = request.getRequestURI();
		return new WebSocketExchange(() -> method + " " + uri, this.scopes.createWebSocket(request),
				CompositeAsyncCallScope.create(this.surroundings, this.workers.getSettings(), request, response),
				this.settings, this.workers.getSettings().async().cancelOnDisconnect(), ClientPresence.of(request),
				this::closed);
	}

	private void closed(WebSocketExchange exchange, long received, long sent) {
		this.settings.open().remove(exchange);
		this.workers.exchanged(received, sent, false);
	}

	private void notOpened(WebSocketExchange exchange) {
		this.settings.open().remove(exchange);
		exchange.clientGone();
	}

	private void open(HttpServletRequest request, HttpServletResponse response, WebSocketExchange exchange,
			ResponseHead acceptance) throws IOException {
		ServerContainer container = (ServerContainer) request.getServletContext().getAttribute(CONTAINER);
		Handshake handshake = new Handshake(exchange.connection(), acceptance, this.settings.compression());
		ServerEndpointConfig config = ServerEndpointConfig.Builder.create(Endpoint.class, "/")
			.configurator(handshake)
			.subprotocols(handshake.subprotocols())
			.build();
		try {
			container.upgradeHttpToWebSocket(request, response, config, Map.of());
		}
		catch (DeploymentException ex) {
			throw new IllegalStateException("The WebSocket could not be opened", ex);
		}
		if (response.getStatus() != HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
			// The handshake was malformed in another way
			notOpened(exchange);
		}
	}

	/**
	 * Answers a handshake as the application wants it.
	 */
	private static final class Handshake extends ServerEndpointConfig.Configurator {

		private final WebSocketConnection connection;

		private final Map<String, List<String>> headers = new LinkedHashMap<>();

		private final boolean compression;

		private String subprotocol = "";

		Handshake(WebSocketConnection connection, ResponseHead acceptance, boolean compression) {
			this.connection = connection;
			this.compression = compression;
			acceptance.forEachHeader((name, value) -> {
				if (name.equals(SUBPROTOCOL)) {
					this.subprotocol = value;
				}
				else {
					this.headers.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value);
				}
			});
		}

		List<String> subprotocols() {
			return this.subprotocol.isEmpty() ? List.of() : List.of(this.subprotocol);
		}

		@Override
		public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
			return this.subprotocol;
		}

		@Override
		public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
			// Tomcat knows no other one
			return !this.compression ? List.of() : requested.stream()
				.filter((wanted) -> installed.stream().anyMatch((known) -> known.getName().equals(wanted.getName())))
				.toList();
		}

		@Override
		public boolean checkOrigin(String origin) {
			// The application knows the header, and has decided
			return true;
		}

		@Override
		public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
			response.getHeaders().putAll(this.headers);
		}

		@Override
		public <T> T getEndpointInstance(Class<T> type) {
			return type.cast(this.connection);
		}

	}

}
