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

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Loads a server that is starting:
 * <code>PID ROOT SECONDS REQUESTS CONNECTIONS PATH…</code>. Waits until it answers, and
 * then requests the paths in turn, for that long, and longer on a slow machine, until it
 * has answered that many. Ends with an error if the process ends, if it answers too few,
 * or if a response is neither a 200 nor a 503, which a server may give that is
 * overloaded.
 */
class TrainingLoad {

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private static final Duration PATIENCE_WITH_ALL = Duration.ofMinutes(15);

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final List<URI> pages = new ArrayList<>();

	private final AtomicInteger answered = new AtomicInteger();

	public static void main(String[] args) throws Exception {
		TrainingLoad load = new TrainingLoad();
		for (String path : List.of(args).subList(5, args.length)) {
			load.pages.add(URI.create(args[1] + path));
		}
		ProcessHandle server = ProcessHandle.of(Long.parseLong(args[0])).orElseThrow();
		int minimum = Integer.parseInt(args[3]);
		load.run(server, Duration.ofSeconds(Long.parseLong(args[2])), minimum, Integer.parseInt(args[4]));
		System.out.println("answered %d requests".formatted(load.answered.get()));
		if (load.answered.get() < minimum) {
			throw new IllegalStateException("These are less than " + minimum);
		}
	}

	private void run(ProcessHandle server, Duration duration, int minimum, int connections)
			throws Exception {
		waitUntilItAnswers(server);
		Thread progress = Thread.startVirtualThread(() -> showProgress(duration));
		long end = System.nanoTime() + duration.toNanos();
		long latestEnd = end + PATIENCE_WITH_ALL.toNanos();
		List<Future<?>> loops = new ArrayList<>();
		try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < connections; i++) {
				int first = i;
				loops.add(executor.submit(() -> {
					for (int page = first; System.nanoTime() < end
							|| this.answered.get() < minimum && System.nanoTime() < latestEnd; page++) {
						get(this.pages.get(page % this.pages.size()));
					}
					return null;
				}));
			}
		}
		progress.interrupt();
		progress.join();
		for (Future<?> loop : loops) {
			loop.get();
		}
	}

	// A bar where there is a terminal, and else a line now and then
	private void showProgress(Duration duration) {
		boolean terminal = System.console() != null && System.console().isTerminal();
		long begun = System.nanoTime();
		try {
			while (true) {
				Thread.sleep(Duration.ofSeconds(terminal ? 1 : 15));
				long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
				int done = (int) Math.min(40, 40 * seconds / Math.max(1, duration.toSeconds()));
				String state = "%d of %d s, %d requests answered".formatted(seconds, duration.toSeconds(),
						this.answered.get());
				System.out.print(terminal ? "\r[%-40s] %s".formatted("#".repeat(done), state) : state + "\n");
				System.out.flush();
			}
		}
		catch (InterruptedException ex) {
			System.out.print(terminal ? "\n" : "");
		}
	}

	private void waitUntilItAnswers(ProcessHandle server) throws Exception {
		while (true) {
			try {
				get(this.pages.getFirst());
				return;
			}
			catch (ConnectException ex) {
				if (!server.isAlive()) {
					throw ex;
				}
				Thread.sleep(200);
			}
		}
	}

	private void get(URI page) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(page).timeout(PATIENCE).build();
		HttpResponse<byte[]> response = this.client.send(request, BodyHandlers.ofByteArray());
		switch (response.statusCode()) {
			case 200 -> this.answered.incrementAndGet();
			case 503 -> Thread.sleep(1000);
			default -> throw new IllegalStateException(page + " answered with " + response.statusCode());
		}
	}

}
