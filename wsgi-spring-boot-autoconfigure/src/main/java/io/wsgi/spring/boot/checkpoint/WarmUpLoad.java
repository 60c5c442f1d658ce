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

package io.wsgi.spring.boot.checkpoint;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogMessage;

/**
 * Requests over HTTP that warm up the application before a checkpoint.
 *
 * @author wsgi-spring-boot contributors
 */
final class WarmUpLoad {

	private static final Log logger = LogFactory.getLog(WarmUpLoad.class);

	private static final Duration TIMEOUT = Duration.ofMinutes(2);

	private static final int SERVER_ERROR = 500;

	private final URI server;

	private final AtomicLong requests = new AtomicLong();

	/**
	 * Create a new load.
	 * @param server the address of the application
	 */
	WarmUpLoad(URI server) {
		this.server = server;
	}

	/**
	 * Ask for some paths again and again.
	 * @param paths the paths
	 * @param time for how long
	 * @param clients how many do so at a time
	 * @return the number of requests that were answered
	 * @throws IllegalStateException if none was answered, or one with a failure of the
	 * application
	 */
	long run(List<String> paths, Duration time, int clients) {
		long end = System.nanoTime() + time.toNanos();
		try (HttpClient client = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.sslContext(trustingAnyone())
			.build()) {
			for (String path : paths) {
				HttpResponse<Void> response = get(client, path);
				if (response.statusCode() >= SERVER_ERROR) {
					throw new IllegalStateException(path + " is answered with " + response.statusCode());
				}
			}
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < clients; i++) {
				threads.add(Thread.ofVirtual().start(() -> repeat(client, paths, end)));
			}
			for (Thread thread : threads) {
				thread.join();
			}
			return this.requests.get();
		}
		catch (IOException ex) {
			throw new IllegalStateException("The application does not answer", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	// It is this process
	private static SSLContext trustingAnyone() {
		X509ExtendedTrustManager anyone = new X509ExtendedTrustManager() {

			@Override
			public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
			}

			@Override
			public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
			}

			@Override
			public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
			}

			@Override
			public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
			}

			@Override
			public void checkClientTrusted(X509Certificate[] chain, String authType) {
			}

			@Override
			public void checkServerTrusted(X509Certificate[] chain, String authType) {
			}

			@Override
			public X509Certificate[] getAcceptedIssuers() {
				return new X509Certificate[0];
			}

		};
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { anyone }, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void repeat(HttpClient client, List<String> paths, long end) {
		try {
			for (int i = 0; System.nanoTime() - end < 0; i++) {
				get(client, paths.get(i % paths.size()));
			}
		}
		catch (IOException ex) {
			logger.warn(LogMessage.format("A request to warm up the application failed: %s", ex));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private HttpResponse<Void> get(HttpClient client, String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.server.resolve(path)).timeout(TIMEOUT).build();
		HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
		this.requests.incrementAndGet();
		return response;
	}

}
