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

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Cuts the connection of a response that cannot be completed, so that its client sees
 * that something is missing. An exception would not do: a handler for exceptions in the
 * Spring application could turn it into a clean end. Being the first to see a request, it
 * also cuts the connection of one in HTTP/0.9, and notes whether there is a body, where
 * only the connection knows, and how to find out whether the client is still there, where
 * an application waits on an event loop.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public class ConnectionAbortValve extends ValveBase {

	// Tomcat's own notes are the first few
	private static final int WITHOUT_HEAD = 31;

	private volatile boolean watching;

	/**
	 * Create a new valve, to be added to the engine.
	 */
	public ConnectionAbortValve() {
		super(true);
	}

	/**
	 * Let it be found out, from now on, whether the client of a request has gone.
	 */
	public void watchClients() {
		this.watching = true;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		if (isWithoutHead(request, response)) {
			response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
			return;
		}
		if (!request.isFinished() && !isRefused(response) && request.getContentLengthLong() < 0) {
			AnnouncedBody.mark(request, request.getCoyoteRequest()::getBytesRead);
		}
		if (this.watching) {
			ClientPresence.mark(request, () -> isClientThere(request));
		}
		getNext().invoke(request, response);
		if (ResponseAbort.isRequested(request)) {
			response.flushBuffer();
			if (request.getProtocol().startsWith("HTTP/2")) {
				preventEndOfStream(response);
			}
			response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
		}
	}

	/**
	 * Tell whether Tomcat has refused the request already, whose headers may make no
	 * sense then.
	 * @param response the response
	 * @return whether that is so
	 */
	private static boolean isRefused(Response response) {
		return response.getCoyoteResponse().getStatus() >= HttpServletResponse.SC_BAD_REQUEST;
	}

	/**
	 * Tell whether Tomcat would send nothing but a body, as in HTTP/0.9: behind a proxy
	 * one could pass for a response of its own. Tomcat does so for a request line without
	 * a version, and also for the malformed ones that the same processor reads next, on
	 * whatever connection.
	 * @param request the request
	 * @param response its response
	 * @return whether the response would have no head
	 */
	private static boolean isWithoutHead(Request request, Response response) {
		String protocol = request.getProtocol();
		org.apache.coyote.Request coyote = request.getCoyoteRequest();
		boolean hasVersion = protocol != null && !protocol.isEmpty();
		if (coyote.getNote(WITHOUT_HEAD) == null) {
			if (hasVersion || protocol == null) {
				return false;
			}
			coyote.setNote(WITHOUT_HEAD, Boolean.TRUE);
		}
		else if (hasVersion && (!isRefused(response) || !coyote.requestURI().isNull())) {
			coyote.setNote(WITHOUT_HEAD, null);
			return false;
		}
		return true;
	}

	/**
	 * Look, without waiting, whether the client has closed its side of the connection. To
	 * be called by the thread of the request, when the body has been received.
	 * @param request the request
	 * @return whether it has not
	 */
	private static boolean isClientThere(Request request) {
		org.apache.coyote.Request coyote = request.getCoyoteRequest();
		coyote.action(ActionCode.AVAILABLE, Boolean.TRUE);
		// Of a read that fails Tomcat says that there is one byte. What a client that
		// does
		// not wait sends next is longer
		return coyote.getAvailable() != 1;
	}

	/**
	 * Make Tomcat reset the stream. It would mark its end and only then reset it, when
	 * that has no effect any more; but after a response with trailers the end is marked
	 * with them.
	 * @param response the response
	 */
	private void preventEndOfStream(Response response) {
		response.getCoyoteResponse().setTrailerFields(() -> {
			throw new IllegalStateException("The response could not be completed");
		});
	}

}
