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

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.wsgi.runtime.CallEvent;
import jakarta.websocket.CloseReason;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebSocketConnection}, with a session that does what a test wants.
 *
 * @author wsgi-spring-boot contributors
 */
@Timeout(120)
class WebSocketConnectionTests {

	private final List<Object> told = new ArrayList<>();

	private final WebSocketConnection connection = new WebSocketConnection(this::tell, 1000,
			new WebSocketPings(Duration.ZERO, Duration.ZERO), (received, sent) -> {
			});

	private final FakeSession session = new FakeSession();

	private void tell(CallEvent event, Object payload) {
		synchronized (this.told) {
			this.told.add((event == CallEvent.MESSAGE) ? payload : event);
		}
	}

	private List<Object> told() {
		synchronized (this.told) {
			return List.copyOf(this.told);
		}
	}

	private void open() {
		this.connection.onOpen(this.session.proxy(), null);
	}

	private void receive(String part, boolean last) {
		this.session.text.onMessage(part, last);
	}

	@Test
	void manySmallMessagesThatHaveWaitedAreSentOneAfterTheOther() {
		open();
		this.session.slow = true;
		List<String> messages = IntStream.range(0, 10_000).mapToObj(String::valueOf).toList();
		messages.forEach(this.connection::send);
		this.session.takeAll();
		Awaitility.await().untilAsserted(() -> assertThat(this.session.sent).isEqualTo(messages));
		Awaitility.await().untilAsserted(() -> assertThat(told()).contains(CallEvent.RESUME));
	}

	@Test
	void emptyMessagesCountToo() {
		open();
		this.session.slow = true;
		int count = 0;
		while (count < 1_000_000 && this.connection.send("")) {
			count++;
		}
		assertThat(count).isLessThan(1_000_000);
	}

	@Test
	void aSessionThatIsClosedAlreadyTakesNoMessage() {
		open();
		this.session.closedByClient = true;
		this.connection.send("too late");
		Awaitility.await().untilAsserted(() -> assertThat(this.session.closed).isEqualTo(1006));
		assertThat(this.connection.send("later")).isFalse();
		assertThat(this.session.sent).isEmpty();
	}

	@Test
	void aMessageThatIsTooLargeAndWhatFollowsIsNotReceived() {
		open();
		receive("first", true);
		receive("x".repeat(900), false);
		receive("y".repeat(900), false);
		receive("z", true);
		receive("next", true);
		assertThat(told()).containsExactly("first");
		Awaitility.await().untilAsserted(() -> assertThat(this.session.closed).isEqualTo(1009));
	}

	@Test
	void theSizeOfTextIsThatOfItsBytes() {
		open();
		receive("x".repeat(1000), true);
		receive("\u00fc".repeat(500), true);
		receive("\u65e5".repeat(334), true);
		assertThat(told()).containsExactly("x".repeat(1000), "\u00fc".repeat(500));
		Awaitility.await().untilAsserted(() -> assertThat(this.session.closed).isEqualTo(1009));
	}

	@Test
	void whatComesAfterTheEndIsReadAndLeftOut() {
		open();
		this.connection.onClose(this.session.proxy(), new CloseReason(CloseReason.CloseCodes.NORMAL_CLOSURE, ""));
		for (int i = 0; i < 100; i++) {
			receive("more", true);
		}
		assertThat(told()).containsExactly(CallEvent.CLOSED);
		assertThat(this.connection.send("an application that does not wait")).isFalse();
	}

	@Test
	void whatNobodyReceivesAnyMoreIsReadAndLeftOut() {
		open();
		receive("first", true);
		this.connection.end(1011);
		for (int i = 0; i < 100; i++) {
			receive("more", true);
		}
		assertThat(told()).containsExactly("first");
	}

	@Test
	void aClientThatTakesNothingDoesNotKeepAWebSocketOpen() {
		open();
		this.session.slow = true;
		this.connection.send("stuck");
		this.connection.send("waiting");
		this.connection.close(1001, "");
		Awaitility.await().until(() -> !this.session.sent.isEmpty());
		assertThat(this.session.closed).isNull();
		this.connection.closeNow();
		Awaitility.await().untilAsserted(() -> assertThat(this.session.closed).isEqualTo(1001));
		assertThat(this.session.sent).containsExactly("stuck");
	}

	/**
	 * Takes messages at once, or when it is told to.
	 */
	private static final class FakeSession implements InvocationHandler {

		private final List<Object> sent = new CopyOnWriteArrayList<>();

		private final CountDownLatch taken = new CountDownLatch(1);

		private volatile boolean slow;

		private volatile boolean closedByClient;

		private volatile Integer closed;

		private MessageHandler.Partial<String> text;

		Session proxy() {
			return (Session) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Session.class },
					this);
		}

		@Override
		@SuppressWarnings("unchecked")
		public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments)
				throws InterruptedException {
			switch (method.getName()) {
				case "addMessageHandler" -> {
					if (arguments[0] == String.class) {
						this.text = (MessageHandler.Partial<String>) arguments[1];
					}
				}
				case "getBasicRemote" -> {
					if (this.closedByClient) {
						throw new IllegalStateException("The session is closed");
					}
					return Proxy.newProxyInstance(getClass().getClassLoader(),
							new Class<?>[] { RemoteEndpoint.Basic.class }, this);
				}
				case "sendText", "sendBinary" -> {
					this.sent.add((arguments[0] instanceof ByteBuffer bytes) ? bytes.remaining() : arguments[0]);
					if (this.slow) {
						this.taken.await();
					}
				}
				case "getUserProperties" -> {
					return new HashMap<>();
				}
				case "close" -> {
					this.closed = ((CloseReason) arguments[0]).getCloseCode().getCode();
				}
				default -> throw new UnsupportedOperationException(method.toString());
			}
			return null;
		}

		void takeAll() {
			this.slow = false;
			this.taken.countDown();
		}

	}

}
