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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.MappedInterceptor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a Spring application has in front of Python: filters and interceptors
 * that protect paths, add headers or read the body.
 *
 * @author wsgi-spring-boot contributors
 */
class FrontedApplicationTests {

	private static final String FORM = "application/x-www-form-urlencoded";

	private static final String MULTIPART = "multipart/form-data; boundary=x";

	private static final String PARTS = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n";

	private static final Queue<String> calls = new ConcurrentLinkedQueue<>();

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start(Front.class, "server.http2.enabled=true", "wsgi.apps.open.app=dispatcher:application",
				"wsgi.apps.open.path=/open", "wsgi.apps.open.ambiguous-paths=allow");
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void forgetCalls() {
		calls.clear();
	}

	private static List<String> calls(String path) {
		return calls.stream()
			.filter((call) -> call.endsWith(" " + path))
			.map((call) -> call.substring(0, call.indexOf(' ')))
			.toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/admin/x", "/admin/x/../../y", "/admin/%2e%2e/y", "/admin/..;a=b/y", "/x/../admin/y",
			"/admin%2Fx", "/x%2F..%2Fadmin/x", "/admin%5Cx", "/x/..%2Fadmin" })
	void pathsThatAFilterProtectsDoNotReachPython(String path) throws IOException {
		RawResponse response = server.get(path);
		assertThat(response.status()).isIn(400, 403);
		assertThat(response.body()).doesNotContain("PATH_INFO");
		// Neither do interceptors take them for another path
		assertThat(calls(path)).isEmpty();
	}

	@Test
	void applicationsMayAllowForThemselvesWhatOthersRefuse() throws IOException {
		assertThat(server.environ("GET /open/a%2Fb/../c HTTP/1.1")).containsEntry("SCRIPT_NAME", "/open")
			.containsEntry("PATH_INFO", "/a/b/../c");
		assertThat(server.get("/a%2Fb").status()).isEqualTo(400);
		assertThat(server.get("/a/../open/b").status()).isEqualTo(400);
	}

	@Test
	void interceptorsApplyToPythonAsToControllers() throws IOException {
		assertThat(server.get("/spring/1").status()).isEqualTo(200);
		Awaitility.await().untilAsserted(() -> assertThat(calls("/spring/1")).containsExactly("pre", "post", "after"));
		assertThat(server.environ("GET /python HTTP/1.1")).containsEntry("PATH_INFO", "/python");
		Awaitility.await().untilAsserted(() -> assertThat(calls("/python")).containsExactly("pre", "post", "after"));
	}

	@ParameterizedTest
	@CsvSource({ "/interceptor/x,401", "/mapped/x,402", "/interceptors,200", "/interceptor%2Fx,400" })
	void interceptorsWithPatternsProtectPaths(String path, int status) throws IOException {
		assertThat(server.get(path).status()).isEqualTo(status);
	}

	@Test
	void interceptorsAreCalledWhenTheApplicationFails() throws IOException {
		assertThat(server.get("/no-start").status()).isEqualTo(500);
		Awaitility.await().untilAsserted(() -> assertThat(calls("/no-start")).contains("pre", "after"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void formThatAFilterHasConsumedIsWrittenAnew(boolean chunked) throws IOException {
		RawResponse response = post(chunked, "/read?b=2&filter=parameters", "a=1&b=3&b=%C3%A9+x", FORM);
		assertThat(response.json()).containsEntry("result", "b=3&b=%C3%A9+x&a=1").containsEntry("length", "18");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void bodyThatCannotBeWrittenAnewIsRefused(boolean chunked) throws IOException {
		assertThat(post(chunked, "/read?filter=parameters", PARTS, MULTIPART).status()).isEqualTo(400);
		assertThat(post(chunked, "/read?filter=parts", PARTS, MULTIPART).status()).isEqualTo(400);
		assertThat(post(chunked, "/read?filter=stream", "{}", "application/json").status()).isEqualTo(400);
		assertThat(post(chunked, "/read?filter=stream", "a=1", FORM).status()).isEqualTo(400);
		assertThat(post(chunked, "/read?filter=part", "{}", "application/json").status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { FORM, MULTIPART, "text/plain" })
	void bodyThatIsEmptyIsNotTakenForConsumed(String type) throws Exception {
		assertThat(post(false, "/read", "", type).json()).containsEntry("result", "");
		assertThat(post(false, "/read?filter=stream", "", type).json()).containsEntry("result", "");
		assertThat(post(true, "/read", "", type).json()).containsEntry("result", "");
		assertThat(post(true, "/read?filter=stream", "", type).json()).containsEntry("result", "");
		assertThat(http2("/read", type, BodyPublishers.noBody()).body()).contains("\"result\": \"\"");
		assertThat(http2("/read", type, stream("")).body()).contains("\"result\": \"\"");
	}

	@Test
	void bodyThatAFilterHasConsumedOverHttp2IsNotSilentlyEmpty() throws Exception {
		assertThat(http2("/read", FORM, stream("a=1&b=2")).body()).contains("a=1&b=2");
		assertThat(http2("/read?filter=parameters", FORM, stream("a=1&b=2")).body()).contains("a=1&b=2");
		assertThat(http2("/read?filter=stream", FORM, stream("a=1")).statusCode()).isEqualTo(400);
		assertThat(http2("/read?filter=stream", "application/json", stream("{}")).statusCode()).isEqualTo(400);
		assertThat(http2("/read?filter=parts", MULTIPART, stream(PARTS)).statusCode()).isEqualTo(400);
	}

	@Test
	void earlyHintsAreTheApplicationsOwnAndAFilterKeepsItsHeaders() throws IOException {
		try (RawConnection connection = server.connect()) {
			connection.sendHead("GET /hints?filter=link&headers="
					+ Scenario.encode("[('Link', '</a.css>; rel=preload')]") + " HTTP/1.1");
			RawResponse hints = connection.receive();
			assertThat(hints.status()).isEqualTo(103);
			assertThat(hints.headers("Link")).containsExactly("</a.css>; rel=preload");
			assertThat(hints.header("X-Filter")).isNull();
			RawResponse response = connection.receive();
			assertThat(response.headers("Link")).containsExactly("</filter.css>", "</filter.js>");
			assertThat(response.header("X-Filter")).isEqualTo("yes");
		}
	}

	@Test
	void serverNameIsNotEmpty() throws IOException {
		assertThat(server.environ("GET / HTTP/1.1", "Host:")).containsEntry("SERVER_NAME", "127.0.0.1");
		assertThat(server.environ("GET / HTTP/1.0")).doesNotContainEntry("SERVER_NAME", "");
	}

	private static RawResponse post(boolean chunked, String target, String body, String type) throws IOException {
		if (!chunked) {
			return server.post(target, body, "Content-Type: " + type);
		}
		return server.sendWithBody((Framing.chunk(body) + "0\r\n\r\n").getBytes(), "POST " + target + " HTTP/1.1",
				"Transfer-Encoding: chunked", "Content-Type: " + type);
	}

	private static BodyPublisher stream(String body) {
		return BodyPublishers.fromPublisher(BodyPublishers.ofString(body));
	}

	private static HttpResponse<String> http2(String target, String type, BodyPublisher body) throws Exception {
		try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
			// Changes to HTTP/2
			URI base = URI.create("http://localhost:" + server.port());
			client.send(HttpRequest.newBuilder(base).build(), BodyHandlers.discarding());
			HttpResponse<String> response = client.send(
					HttpRequest.newBuilder(base.resolve(target)).header("Content-Type", type).POST(body).build(),
					BodyHandlers.ofString());
			assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
			return response;
		}
	}

	/**
	 * What is in front of Python.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Front implements WebMvcConfigurer {

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(new Refusing(401)).addPathPatterns("/interceptor/**");
			registry.addInterceptor(new Noting());
		}

		@Bean
		MappedInterceptor mappedInterceptor() {
			return new MappedInterceptor(new String[] { "/mapped/**" }, new Refusing(402));
		}

		@Bean
		FilterRegistrationBean<Filter> adminFilter() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(
					(request, response, chain) -> ((HttpServletResponse) response).sendError(403));
			registration.addUrlPatterns("/admin/*");
			return registration;
		}

		@Bean
		Filter readingFilter() {
			return (request, response, chain) -> {
				String query = ((HttpServletRequest) request).getQueryString();
				String filter = (query != null) ? query.replaceFirst("(.*&)?filter=([a-z]+).*", "$2") : "";
				switch (filter) {
					case "parameters" -> request.getParameter("_csrf");
					case "parts" -> ((HttpServletRequest) request).getParts();
					// Without looking for the end
					case "part" -> request.getInputStream().readNBytes(2);
					case "stream" -> request.getInputStream().readAllBytes();
					case "link" -> {
						((HttpServletResponse) response).addHeader("Link", "</filter.css>");
						((HttpServletResponse) response).addHeader("Link", "</filter.js>");
						((HttpServletResponse) response).addHeader("X-Filter", "yes");
					}
					default -> {
					}
				}
				chain.doFilter(request, response);
			};
		}

		@Bean
		Controller controller() {
			return new Controller();
		}

	}

	@RestController
	static class Controller {

		@GetMapping("/spring/{id}")
		String spring(@PathVariable String id) {
			return id;
		}

	}

	/**
	 * Refuses all requests.
	 *
	 * @param status the status
	 */
	private record Refusing(int status) implements HandlerInterceptor {

		@Override
		public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
			response.setStatus(this.status);
			return false;
		}

	}

	/**
	 * Notes how it is called.
	 */
	private static final class Noting implements HandlerInterceptor {

		@Override
		public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
			return note(request, "pre");
		}

		@Override
		public void postHandle(HttpServletRequest request, HttpServletResponse response, Object handler,
				@Nullable ModelAndView modelAndView) {
			note(request, "post");
		}

		@Override
		public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
				@Nullable Exception ex) {
			note(request, "after");
		}

		private boolean note(HttpServletRequest request, String call) {
			if (request.getDispatcherType() == DispatcherType.REQUEST) {
				calls.add(call + " " + request.getRequestURI());
			}
			return true;
		}

	}

}
