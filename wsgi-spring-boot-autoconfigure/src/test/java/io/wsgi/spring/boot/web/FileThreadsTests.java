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
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what is done with files: by which threads, and what becomes of a response
 * when that fails.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class FileThreadsTests {

	private static final int BLOCKS = 200;

	@TempDir
	private static Path directory;

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start("wsgi.max-in-memory-size=0B", "wsgi.upload-dir=" + directory);
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void noVirtualThreadReadsOrWritesFiles() throws Exception {
		Scenario file = Scenario.of("file").with("size", "1000000");
		Path events = directory.resolve("events.jfr");
		try (Recording recording = new Recording()) {
			recording.enable("jdk.FileRead").withoutThreshold().withoutStackTrace();
			recording.enable("jdk.FileWrite").withoutThreshold().withoutStackTrace();
			recording.start();
			server.post("/echo", "x".repeat(200_000));
			server.get(file);
			try (RawConnection slow = server.connectSlowly()) {
				slow.sendHead("GET /numbered?blocks=" + BLOCKS + " HTTP/1.1");
				RawResponse head = slow.receiveHead();
				awaitSpilled();
				slow.receiveBody("GET", head);
			}
			recording.stop();
			recording.dump(events);
		}
		List<RecordedEvent> all = RecordingFile.readAllEvents(events);
		Files.delete(events);
		for (String name : new String[] { "wsgi-body-", "wsgi-response-" }) {
			assertThat(all).filteredOn(on(name)).isNotEmpty();
		}
		assertThat(all)
			.filteredOn(on("wsgi-body-").or(on("wsgi-response-")).or((event) -> isTemporary(event.getString("path"))))
			.allSatisfy((event) -> assertThat(event.getThread().isVirtual()).as(event.toString()).isFalse());
	}

	private static boolean isTemporary(String path) {
		return path != null && path.startsWith(System.getProperty("java.io.tmpdir"));
	}

	private static Predicate<RecordedEvent> on(String name) {
		return (event) -> event.getString("path") != null && event.getString("path").contains(name);
	}

	@Test
	void fileThatBecomesShorterWhileItIsSentCutsTheConnection(CapturedOutput output) throws IOException {
		Scenario file = Scenario.of("file").with("size", "20000000");
		try (RawConnection connection = server.connectSlowly()) {
			connection.sendHead("GET " + file.target() + " HTTP/1.1");
			RawResponse head = connection.receiveHead();
			assertThat(head.header("Content-Length")).isEqualTo("20000000");
			// An error page would fill the gap
			server.get("/file-truncate?size=19999980&key=" + file.key());
			RawResponse response = connection.receiveBody("GET", head);
			assertThat(response.complete()).isFalse();
			assertThat(response.body()).matches("[0-9\\n]*");
		}
		assertThat(output).contains("The response to GET /file could not be completed");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void temporaryFileThatCannotBeReadCutsTheConnection(CapturedOutput output) throws IOException {
		try (RawConnection connection = server.connectSlowly()) {
			connection.sendHead("GET /numbered?blocks=" + BLOCKS + " HTTP/1.1");
			RawResponse head = connection.receiveHead();
			Path file = awaitSpilled();
			// Until the application has sent everything it writes more
			WorkerPool workers = server.bean(WorkerPools.class).pools().getFirst();
			Awaitility.await().until(() -> workers.describe().stream().allMatch((worker) -> worker.calls().isEmpty()));
			try (FileChannel spilled = FileChannel.open(file, StandardOpenOption.WRITE)) {
				spilled.truncate(0);
			}
			assertThat(connection.receiveBody("GET", head).complete()).isFalse();
		}
		Awaitility.await()
			.untilAsserted(() -> assertThat(output).contains("The response to GET /numbered could not be completed"));
	}

	private static Path awaitSpilled() {
		return Awaitility.await().until(FileThreadsTests::spilled, (file) -> file != null);
	}

	private static Path spilled() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.filter((descriptor) -> target(descriptor).contains("wsgi-response-"))
				.findFirst()
				.orElse(null);
		}
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			// Closed meanwhile
			return "";
		}
	}

	@Test
	void virtualThreadHasPlatformThreadsDoIt() throws Exception {
		try (FileThreads threads = new FileThreads()) {
			assertThat(onVirtualThread(() -> threads.call(() -> Thread.currentThread().getName())))
				.startsWith("wsgi-file-io-");
			assertThat(threads.call(Thread::currentThread)).isSameAs(Thread.currentThread());
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> onVirtualThread(() -> threads.call(() -> {
				throw new IOException("full");
			}))).withMessage("full");
		}
	}

	@Test
	void interruptionIsNotLost() throws Exception {
		try (FileThreads threads = new FileThreads()) {
			assertThat(onVirtualThread(() -> {
				Thread.currentThread().interrupt();
				return threads.call(() -> "done") + Thread.interrupted();
			})).isEqualTo("donetrue");
		}
	}

	@Test
	void closedThreadsStillDoWhatIsLeft() throws Exception {
		FileThreads threads = new FileThreads();
		threads.close();
		assertThat(onVirtualThread(() -> threads.call(() -> "done"))).isEqualTo("done");
	}

	@Test
	void fileThatCannotBeOpenedIsNotLeftBehind(@TempDir Path temporary) {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> TemporaryFile.create(temporary, "wsgi-", (path) -> {
				assertThat(path).exists();
				throw new IOException("Too many open files");
			}));
		assertThat(temporary).isEmptyDirectory();
	}

	private static <T> T onVirtualThread(Callable<T> call) throws Exception {
		FutureTask<T> task = new FutureTask<>(call);
		Thread.ofVirtual().start(task);
		try {
			return task.get();
		}
		catch (ExecutionException ex) {
			throw (Exception) ex.getCause();
		}
	}

}
