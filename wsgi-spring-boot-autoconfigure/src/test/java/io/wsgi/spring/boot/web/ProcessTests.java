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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application can do to the process that it shares with the server.
 *
 * @author wsgi-spring-boot contributors
 */
@ConformanceTest
class ProcessTests {

	private final WsgiServer server;

	ProcessTests(WsgiServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@ValueSource(strings = { "os._exit(0)", "os._exit(3)", "sys.exit(1)" })
	@Conformance("H61")
	void endingTheProcessEndsTheRequest(String expression) throws IOException {
		assertThat(send(expression).status()).isEqualTo(500);
		assertThat(this.server.get("/").status()).isEqualTo(200);
	}

	@Test
	@Conformance("H62")
	void signalHandlersAreRememberedAndNotCalled() throws IOException {
		assertThat(send("signal.signal(signal.SIGTERM, handler) in (signal.SIG_DFL, signal.SIG_IGN, None)").status())
			.isEqualTo(200);
		assertThat(send("signal.getsignal(signal.SIGTERM) is handler").body()).isEqualTo("true");
		assertThat(send("signal.signal(signal.SIGTERM, signal.SIG_DFL) is handler").body()).isEqualTo("true");
	}

	@Test
	@Conformance("H62")
	void timersThatSendSignalsAreRefused() throws IOException {
		assertThat(send("signal.alarm(1)").body()).isEqualTo("\"OSError\"");
		assertThat(send("signal.setitimer(signal.ITIMER_REAL, 1)").body()).isEqualTo("\"OSError\"");
	}

	@Test
	@Conformance("H62")
	void handlersOfEndedChildrenAreRefused() throws IOException {
		assertThat(send("signal.signal(signal.SIGCHLD, handler)").body()).isEqualTo("\"OSError\"");
		assertThat(send("signal.signal(signal.SIGCHLD, signal.SIG_DFL)").status()).isEqualTo(200);
	}

	private RawResponse send(String expression) throws IOException {
		return this.server.get("/process?do=" + Scenario.encode(expression));
	}

}
