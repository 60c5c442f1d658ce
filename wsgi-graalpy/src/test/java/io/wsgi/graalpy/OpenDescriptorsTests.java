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

package io.wsgi.graalpy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OpenDescriptors}.
 *
 * @author wsgi-spring-boot contributors
 */
@Timeout(600)
@EnabledOnOs(OS.LINUX)
class OpenDescriptorsTests {

	@Test
	void whatAnApplicationLeavesOpenIsClosedWithItsInterpreter(@TempDir Path directory) throws IOException {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Files.writeString(directory.resolve("leaving.py"), """
					import socket
					left = open(%s, "w")
					connection = socket.create_connection(("127.0.0.1", %d))
					app = print
					""".formatted("'" + directory.resolve("left.txt") + "'", server.getLocalPort()));
			PythonInterpreter interpreter = TestPython.newInterpreter(directory);
			interpreter.load(TestPython.application("leaving:app"), (line) -> {
			});
			try (Socket accepted = server.accept()) {
				assertThat(openFiles()).anyMatch((name) -> name.endsWith("left.txt"));
				interpreter.close();
				assertThat(openFiles()).noneMatch((name) -> name.endsWith("left.txt"));
				assertThat(accepted.getInputStream().read()).isEqualTo(-1);
			}
		}
	}

	private static List<String> openFiles() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.map(OpenDescriptorsTests::target).toList();
		}
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			return "";
		}
	}

}
