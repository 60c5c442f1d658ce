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
import java.util.concurrent.Semaphore;

import io.wsgi.runtime.RequestBody;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.queue.QueueFullException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.web.HttpRequestHandler;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Serves requests by calling a WSGI application.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class WsgiRequestHandler implements HttpRequestHandler {

	private static final Log logger = LogFactory.getLog(WsgiRequestHandler.class);

	private final WorkerPool workers;

	private final MountPath mountPath;

	private final EnvironFactory environs;

	private final AmbiguousPaths ambiguousPaths;

	private final BodyStorage storage;

	private final RequestBodySettings bodySettings;

	private final ResponseBufferSettings bufferSettings;

	private final List<CallScopeFactory> scopes;

	private final Semaphore deferrals;

	private final ConsumedForm consumedForm = new ConsumedForm();

	private final AsyncRequestHandler async;

	/**
	 * Create a new handler.
	 * @param workers the workers that call the application
	 * @param mountPath the path below which the application is served
	 * @param underscores what becomes of header names with underscores
	 * @param ambiguousPaths what becomes of requests whose path is ambiguous
	 * @param storage what the bodies of all requests and responses share
	 * @param bodySettings where request bodies are kept
	 * @param bufferSettings how much of a response may wait for a slow client
	 * @param webSocketSettings the limits of WebSockets
	 * @param scopes make what surrounds each call, from the outermost to the innermost
	 * @param customizers change the variables of each request, in order
	 */
	public WsgiRequestHandler(WorkerPool workers, MountPath mountPath, UnderscoreHeaderPolicy underscores,
			AmbiguousPaths ambiguousPaths, BodyStorage storage, RequestBodySettings bodySettings,
			ResponseBufferSettings bufferSettings, WebSocketSettings webSocketSettings, List<CallScopeFactory> scopes,
			List<EnvironCustomizer> customizers) {
		this.workers = workers;
		this.mountPath = mountPath;
		this.environs = new EnvironFactory(mountPath, underscores, customizers);
		this.ambiguousPaths = ambiguousPaths;
		this.storage = storage;
		this.bodySettings = bodySettings;
		this.bufferSettings = bufferSettings;
		this.scopes = List.copyOf(scopes);
		this.async = new AsyncRequestHandler(workers, new ScopeFactory(mountPath, underscores, customizers), scopes,
				storage, bodySettings, this.consumedForm, webSocketSettings);
		// The others are asked for at once: clients that stall hold half of the threads
		// at most
		this.deferrals = new Semaphore(workers.getSettings().threads() / 2);
	}

	MountPath mountPath() {
		return this.mountPath;
	}

	AmbiguousPaths ambiguousPaths() {
		return this.ambiguousPaths;
	}

	WorkerPool workers() {
		return this.workers;
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
		try (IncomingBody body = new IncomingBody(request, this.bodySettings, this.storage, this.consumedForm,
				this.deferrals)) {
			if (this.workers.isAsync()) {
				nameRoute(this.async.serve(request, response, body), request);
				return;
			}
			HttpExchange exchange = createExchange(request, response, body);
			this.workers.submit(exchange);
			ResponseWriter writer = new ResponseWriter(exchange, body, this.storage.threads(), request, response);
			try {
				writer.write();
			}
			finally {
				nameRoute(exchange, request);
				this.workers.exchanged(Math.max(body.length(), 0), writer.writtenBytes(), writer.isAborted());
			}
		}
		catch (BadRequestException ex) {
			logger.debug(ex.getMessage());
			if (ex.status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
				ResponseWriter.refuse(response);
			}
			else if (!response.isCommitted()) {
				response.sendError(ex.status());
			}
			// Else Tomcat has answered, which it does when reading the body fails
		}
		catch (QueueFullException ex) {
			ResponseWriter.refuse(response);
		}
	}

	private HttpExchange createExchange(HttpServletRequest request, HttpServletResponse response, IncomingBody body) {
		RequestBody content = body.begin();
		String environ = this.environs.create(request, body.length());
		String method = request.getMethod();
		String uri = request.getRequestURI();
		return new HttpExchange(() -> method + " " + uri, environ, content,
				CompositeCallScope.create(this.scopes, this.workers.getSettings(), request, response),
				this.bufferSettings, this.storage.threads());
	}

	/**
	 * Let the metrics and traces of the request have the route of the application, in
	 * place of the pattern under which all of its requests are.
	 * @param exchange knows the route
	 * @param request the request
	 */
	private void nameRoute(ServedExchange exchange, HttpServletRequest request) {
		String route = exchange.route();
		if (route != null) {
			ServerHttpObservationFilter.findObservationContext(request)
				.ifPresent((context) -> context.setPathPattern(this.mountPath.prefix() + route));
		}
	}

}
