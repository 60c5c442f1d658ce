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

import java.util.List;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.ProtocolHandler;
import org.junit.jupiter.api.Test;

import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link ConnectionDrainValve}.
 *
 * @author wsgi-spring-boot contributors
 */
class ConnectionDrainValveTests {

	private static final long OPEN = -49;

	private static final long CLOSED = 1;

	private final ProtocolHandler protocol = mock();

	private final ConnectionDrainValve drain = new ConnectionDrainValve();

	@Test
	void stopWithoutConnectionsIsNotHeldUp() {
		given(this.protocol.awaitConnectionsClose(anyLong())).willReturn(CLOSED);
		this.drain.drain(List.of(new Connector(this.protocol)));
		then(this.protocol).should().closeServerSocketGraceful();
		then(this.protocol).should().awaitConnectionsClose(anyLong());
	}

	@Test
	void connectionsThatAreThereAreWaitedFor() {
		given(this.protocol.awaitConnectionsClose(anyLong())).willReturn(OPEN, OPEN, CLOSED);
		this.drain.drain(List.of(new Connector(this.protocol)));
		then(this.protocol).should(times(3)).awaitConnectionsClose(anyLong());
	}

}
