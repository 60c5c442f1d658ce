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
import java.util.function.BooleanSupplier;

import io.wsgi.runtime.RequestBody;
import io.wsgi.worker.WorkerPool;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.HttpRequestHandler;

/**
 * Serves requests by having an ASGI application called on its event loop. The thread of
 * the connection, a virtual one, waits for what the application sends.
 *
 * @author wsgi-spring-boot contributors
 */
final class AsyncRequestHandler {

	// A body that is not larger is received before the application is called
	private static final int SMALL_BODY = 65536;

	private final WorkerPool workers;

	private final ScopeFactory scopes;

	private final List<CallScopeFactory> surroundings;

	private final BodyStorage storage;

	private final RequestBodySettings bodySettings;

	private final ConsumedForm consumedForm;

	private final WebSocketRequestHandler webSockets;

	/**
	 * Create a new handler.
	 * @param workers the workers that serve the application
	 * @param scopes makes the scopes
	 * @param surroundings make what surrounds each call
	 * @param storage what the bodies of all requests and responses share
	 * @param bodySettings where request bodies are kept
	 * @param consumedForm writes a form anew
	 * @param webSocketSettings the limits of WebSockets
	 */
	AsyncRequestHandler(WorkerPool workers, ScopeFactory scopes, List<CallScopeFactory> surroundings,
			BodyStorage storage, RequestBodySettings bodySettings, ConsumedForm consumedForm,
			WebSocketSettings webSocketSettings) {
		this.workers = workers;
		this.scopes = scopes;
		this.surroundings = List.copyOf(surroundings);
		this.storage = storage;
		this.bodySettings = bodySettings;
		this.consumedForm = consumedForm;
		this.webSockets = new WebSocketRequestHandler(workers, scopes, surroundings, storage, webSocketSettings);
	}

	/**
	 * Serve a request, as {@link HttpRequestHandler} has it.
	 * @param request the request
	 * @param response the response
	 * @param body the body of the request
	 * @return the exchange
	 * @throws IOException if the client has gone
	 */
	ServedExchange serve(HttpServletRequest request, HttpServletResponse response, IncomingBody body)
			throws IOException {
		if (WebSocketRequestHandler.accepts(request)) {
			return this.webSockets.serve(request, response, body);
		}
		StreamedBody stream = body.isLargerThan(SMALL_BODY)
				? new StreamedBody(request, this.bodySettings.maxSize(), this.consumedForm) : null;
		AsyncHttpExchange exchange = createExchange(request, response, body, stream);
		this.workers.submit(exchange);
		ResponseWriter writer = new ResponseWriter(exchange, body, this.storage.threads(), request, response);
		try {
			writer.write();
		}
		catch (AsyncResponse.ClientGoneException ex) {
			ResponseAbort.request(request);
		}
		finally {
			long received = finish(body, stream, response,
					exchange.response().outcome() == ResponseOutcome.COMPLETE && !writer.isAborted());
			this.workers.exchanged(received, writer.writtenBytes(), writer.isAborted());
		}
		return exchange;
	}

	private long finish(IncomingBody body, @Nullable StreamedBody stream, HttpServletResponse response,
			boolean completed) throws IOException {
		if (stream == null) {
			return Math.max(body.length(), 0);
		}
		if (stream.isReceiving() && completed) {
			// Else the end of the response would wait for more of the request
			response.getOutputStream().close();
		}
		stream.end();
		return stream.length();
	}

	private AsyncHttpExchange createExchange(HttpServletRequest request, HttpServletResponse response,
			IncomingBody body, @Nullable StreamedBody stream) {
		RequestBody content = (stream != null) ? new RequestBody.Deferred(request.getContentLengthLong())
				: body.begin();
		String method = request.getMethod();
		String uri = request.getRequestURI();
		BooleanSupplier client = ClientPresence.of(request);
		// Who looks for a client reads, too
		BooleanSupplier presence = (stream != null) ? () -> !stream.isReceived() || client.getAsBoolean() : client;
		return new AsyncHttpExchange(() -> method + " " + uri, this.scopes.create(request),
				CompositeAsyncCallScope.create(this.surroundings, this.workers.getSettings(), request, response),
				content, stream, this.workers.getSettings().async().cancelOnDisconnect(), presence);
	}

}
