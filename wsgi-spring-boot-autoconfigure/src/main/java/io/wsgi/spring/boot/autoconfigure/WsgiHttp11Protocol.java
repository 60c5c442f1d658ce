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

package io.wsgi.spring.boot.autoconfigure;

import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;

/**
 * HTTP as Tomcat speaks it, but for three things. Parts of a content ({@code 206}) stay
 * as they are: {@code Content-Range} counts the bytes of what is not compressed (RFC
 * 9110, 14.4). There are no more requests at a time than the heap has room for: Tomcat
 * has buffers for each, from the first byte of its head on, so that clients which send
 * slowly could fill the heap for good. And large responses are sent in larger pieces.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class WsgiHttp11Protocol extends Http11NioProtocol {

	private static final Log logger = LogFactory.getLog(WsgiHttp11Protocol.class);

	// What Tomcat, the servlet API and the thread need beside the buffers for the heads
	private static final int REST_OF_REQUEST = 80 * 1024;

	private static final Duration SILENCE = Duration.ofMinutes(1);

	private final Cleaner cleaner = Cleaner.create();

	private final AtomicInteger processors = new AtomicInteger();

	private final AtomicLong warnedAt = new AtomicLong(System.nanoTime() - SILENCE.toNanos());

	private int maxRequests;

	/**
	 * Create a new protocol.
	 */
	public WsgiHttp11Protocol() {
		super(new WsgiNioEndpoint());
	}

	/**
	 * Limit the requests that are being received, served or sent at a time. Connections
	 * that wait for their next request do not count.
	 * @param maxRequests how many, or zero for as many as 40 % of the heap has room for
	 */
	public void setMaxRequests(int maxRequests) {
		this.maxRequests = maxRequests;
	}

	/**
	 * Return the limit.
	 * @return how many requests there may be at a time
	 */
	public int getMaxRequests() {
		if (this.maxRequests > 0) {
			return this.maxRequests;
		}
		long size = getMaxHttpRequestHeaderSize() + getMaxHttpResponseHeaderSize() + REST_OF_REQUEST;
		return (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 10 * 4 / size);
	}

	@Override
	protected Processor createProcessor() {
		// With another cache they are thrown away, and cannot be counted before a
		// collection of garbage
		if (getProcessorCache() >= 0) {
			return super.createProcessor();
		}
		if (this.processors.incrementAndGet() > getMaxRequests()) {
			this.processors.decrementAndGet();
			warn();
			return new BusyProcessor();
		}
		Processor processor = super.createProcessor();
		AtomicInteger count = this.processors;
		this.cleaner.register(processor, count::decrementAndGet);
		return processor;
	}

	private void warn() {
		long last = this.warnedAt.get();
		long now = System.nanoTime();
		if (now - last >= SILENCE.toNanos() && this.warnedAt.compareAndSet(last, now)) {
			logger.warn("There are " + getMaxRequests() + " requests at a time, and the heap has no room for more: "
					+ "further ones are answered with 503. Slow clients may be the reason, or a heap (-Xmx) that is "
					+ "too small.");
		}
	}

	@Override
	public boolean useCompression(Request request, Response response) {
		return response.getStatus() != HttpServletResponse.SC_PARTIAL_CONTENT
				&& super.useCompression(request, response);
	}

}
