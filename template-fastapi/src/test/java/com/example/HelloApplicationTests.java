package com.example;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
class HelloApplicationTests {

	@Autowired
	private RestTestClient client;

	@Value("${wsgi.runtime:graalpy}")
	private String runtime;

	@LocalServerPort
	private int port;

	@Test
	void fastApiSaysHello() {
		this.client.get()
			.uri("/")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((body) -> assertThat(body).startsWith("Hello from " + this.runtime + " 3."));
	}

	@Test
	void theWebSocketSendsBackWhatComes() {
		CompletableFuture<String> answer = new CompletableFuture<>();
		WebSocket socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + this.port + "/echo"), new WebSocket.Listener() {

				@Override
				public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
					answer.complete(data.toString());
					return null;
				}

			})
			.join();
		socket.sendText("hello", true).join();
		assertThat(answer.join()).isEqualTo("hello");
		socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
	}

	@Test
	void healthKnowsTheApplication() {
		this.client.get()
			.uri("/actuator/health")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.components.wsgi.status")
			.isEqualTo("UP");
	}

}
