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
import java.util.concurrent.ConcurrentHashMap;

import io.wsgi.spring.boot.client.PythonException;
import io.wsgi.spring.boot.client.PythonTemplate;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A Spring application with sessions: those of Tomcat, and below {@code /kept} those of
 * Spring Session.
 *
 * @author wsgi-spring-boot contributors
 */
@Configuration(proxyBeanMethods = false)
class SessionApplication {

	@Bean
	FilterRegistrationBean<SessionRepositoryFilter<MapSession>> springSession() {
		FilterRegistrationBean<SessionRepositoryFilter<MapSession>> registration = new FilterRegistrationBean<>(
				new SessionRepositoryFilter<>(new MapSessionRepository(new ConcurrentHashMap<>())));
		registration.setUrlPatterns(List.of("/kept/*"));
		return registration;
	}

	/**
	 * Uses the sessions in Java.
	 */
	@RestController
	static class Controller {

		private final PythonTemplate python;

		Controller(PythonTemplate python) {
			this.python = python;
		}

		@GetMapping({ "/spring/get", "/kept/spring/get" })
		String get(HttpSession session, @RequestParam("name") String name) {
			Object value = session.getAttribute(name);
			return (value != null) ? value.getClass().getSimpleName() + " " + value : "nothing";
		}

		@GetMapping("/spring/put")
		void put(HttpSession session) {
			session.setAttribute("line", new Line("nail", 3));
			session.setAttribute("thread", new Thread("not a value"));
		}

		@GetMapping("/spring/change-id")
		String changeId(HttpServletRequest request) {
			return request.changeSessionId();
		}

		@GetMapping("/spring/invalidate")
		void invalidate(HttpSession session) {
			session.invalidate();
		}

		@GetMapping("/spring/function")
		String function() {
			try {
				return "" + this.python.call("sessions", "has_session").application("default").retrieve(Object.class);
			}
			catch (PythonException ex) {
				return String.valueOf(ex.getPythonMessage());
			}
		}

	}

	record Line(String articleName, int amount) {

	}

}
