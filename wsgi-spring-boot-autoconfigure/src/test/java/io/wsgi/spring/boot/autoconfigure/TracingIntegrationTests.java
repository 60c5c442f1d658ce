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

import java.net.http.HttpResponse;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for traces through a Flask application, with OpenTelemetry, and for the routes in
 * them and in metrics, over a real Tomcat.
 *
 * @author wsgi-spring-boot contributors
 */
class TracingIntegrationTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String CLIENT_SPAN_ID = "b7ad6b7169203331";

	private static final String TRACEPARENT = "00-" + TRACE_ID + "-" + CLIENT_SPAN_ID + "-01";

	private static OperatedServer server;

	private static InMemorySpanExporter exporter;

	@BeforeAll
	static void startServer() {
		server = new OperatedServer(App.class, "wsgi.app=shop:broken", "wsgi.path=/shop",
				"management.opentelemetry.tracing.export.schedule-delay=10ms",
				"management.tracing.propagation.type=w3c,b3,b3_multi");
		exporter = server.bean(InMemorySpanExporter.class);
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void forgetSpans() throws Exception {
		exporter.reset();
		// Whatever was to come has come with the last of them
		server.get("/spring");
		span("http get /spring");
		exporter.reset();
	}

	@Test
	void callIsASpanWithinThatOfItsRequest() throws Exception {
		String variable = server.get("/shop/trace", "traceparent", TRACEPARENT);
		SpanData request = span("http get /shop/trace");
		SpanData call = span("wsgi shop:broken");
		assertThat(request.getTraceId()).isEqualTo(TRACE_ID);
		assertThat(request.getParentSpanId()).isEqualTo(CLIENT_SPAN_ID);
		assertThat(call.getTraceId()).isEqualTo(TRACE_ID);
		assertThat(call.getParentSpanId()).isEqualTo(request.getSpanId());
		assertThat(variable).isEqualTo("00-" + TRACE_ID + "-" + call.getSpanId() + "-01");
		assertThat(attribute(call, "application")).isEqualTo("default");
		assertThat(attribute(call, "status")).isEqualTo("200");
		assertThat(attribute(call, "outcome")).isEqualTo("SUCCESS");
	}

	@Test
	void traceBeginsHereWhenTheClientHasNone() throws Exception {
		String variable = server.get("/shop/trace");
		SpanData call = span("wsgi shop:broken");
		assertThat(variable).startsWith("00-" + call.getTraceId() + "-" + call.getSpanId() + "-");
	}

	@Test
	void traceOfAClientThatSpeaksB3GoesOn() throws Exception {
		String traceId = server.get("/shop/variable/HTTP_X_B3_TRACEID", "X-B3-TraceId", TRACE_ID, "X-B3-SpanId",
				CLIENT_SPAN_ID, "X-B3-Sampled", "1");
		SpanData request = span("http get /shop/variable/<name>");
		assertThat(request.getTraceId()).isEqualTo(TRACE_ID);
		assertThat(request.getParentSpanId()).isEqualTo(CLIENT_SPAN_ID);
		assertThat(span("wsgi shop:broken").getParentSpanId()).isEqualTo(request.getSpanId());
		assertThat(traceId).isEqualTo(TRACE_ID);
		forgetSpans();
		String header = server.get("/shop/variable/HTTP_B3", "b3", TRACE_ID + "-" + CLIENT_SPAN_ID + "-1");
		assertThat(span("http get /shop/variable/<name>").getParentSpanId()).isEqualTo(CLIENT_SPAN_ID);
		assertThat(header).isEqualTo(TRACE_ID + "-" + span("wsgi shop:broken").getSpanId() + "-1");
	}

	@Test
	void callOfAnotherServiceIsInTheSameTrace() throws Exception {
		assertThat(server.get("/shop/outgoing/spring", "traceparent", TRACEPARENT)).isEqualTo("from Spring");
		SpanData call = span("wsgi shop:broken");
		SpanData service = span("http get /spring");
		assertThat(service.getTraceId()).isEqualTo(TRACE_ID);
		assertThat(service.getParentSpanId()).isEqualTo(call.getSpanId());
	}

	@Test
	void spanOfAFailedCallHasThePythonTraceback() throws Exception {
		assertThat(server.send(server.request("/shop/broken").build()).statusCode()).isEqualTo(500);
		SpanData call = span("wsgi shop:broken");
		assertThat(attribute(call, "status")).isEqualTo("500");
		assertThat(attribute(call, "outcome")).isEqualTo("SERVER_ERROR");
		assertThat(call.getEvents()).singleElement()
			.extracting((event) -> event.getAttributes().get(AttributeKey.stringKey("exception.message")))
			.asString()
			.startsWith("Traceback (most recent call last):")
			.endsWith("LookupError: nobody catches this");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ', textBlock = """
			/shop/orders/7 /shop/orders/<int:number>
			/shop/orders/8 /shop/orders/<int:number>
			/shop/own-route /shop/chosen/{by}/application
			/shop/none /shop/**
			/spring /spring
			""")
	void routeNamesTheRequest(String path, String route) throws Exception {
		server.get(path);
		assertThat(span("http get " + route)).extracting((span) -> attribute(span, "uri")).isEqualTo(route);
		assertThat(server.get("/actuator/prometheus").lines())
			.anyMatch((line) -> line.startsWith("http_server_requests_seconds_count")
					&& line.contains("uri=\"" + route + '"'))
			.noneMatch((line) -> line.contains(path) && !path.equals(route));
	}

	@Test
	void routeThatIsNoTextIsRefused() throws Exception {
		HttpResponse<String> response = server.send(server.request("/shop/bad-route").build());
		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(span("wsgi shop:broken").getEvents()).singleElement()
			.extracting((event) -> event.getAttributes().get(AttributeKey.stringKey("exception.message")))
			.asString()
			.endsWith("TypeError: environ['wsgi_spring_boot.route'] must be a str, not int");
	}

	@Test
	void callsAreInTheMetrics() throws Exception {
		server.get("/shop/trace");
		span("wsgi shop:broken");
		assertThat(server.get("/actuator/prometheus").lines()).anyMatch((line) -> line.startsWith(
				"wsgi_request_seconds_count{application=\"default\",error=\"none\",outcome=\"SUCCESS\",status=\"200\"}"));
	}

	private static String attribute(SpanData span, String key) {
		return span.getAttributes().get(AttributeKey.stringKey(key));
	}

	/**
	 * Wait for a span.
	 * @param name its name
	 * @return the span
	 */
	private static SpanData span(String name) {
		return Awaitility.await().until(() -> spans(name), (spans) -> spans.size() == 1).get(0);
	}

	private static List<SpanData> spans(String name) {
		return exporter.getFinishedSpanItems().stream().filter((span) -> span.getName().equals(name)).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		InMemorySpanExporter spanExporter() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpringController springController() {
			return new SpringController();
		}

	}

	@RestController
	static class SpringController {

		@GetMapping("/spring")
		String get() {
			return "from Spring";
		}

	}

}
