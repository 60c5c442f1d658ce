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

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;

import org.apache.catalina.Valve;
import org.apache.catalina.valves.AccessLogValve;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Replaces an access log that Spring Boot would write to {@code /dev/stdout} or
 * {@code /dev/stderr}.
 *
 * @author wsgi-spring-boot contributors
 */
class StandardStreamAccessLogCustomizer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		Collection<Valve> valves = factory.getEngineValves();
		List<Valve> replaced = valves.stream().map(StandardStreamAccessLogCustomizer::replace).toList();
		factory.setEngineValves(replaced);
	}

	private static Valve replace(Valve valve) {
		if (valve instanceof AccessLogValve log) {
			PrintStream stream = stream(log.getDirectory() + "/" + log.getPrefix() + log.getSuffix());
			return (stream != null) ? new StandardStreamAccessLog(log, stream) : valve;
		}
		return valve;
	}

	private static @Nullable PrintStream stream(String file) {
		return switch (file) {
			case "/dev/stdout" -> System.out;
			case "/dev/stderr" -> System.err;
			default -> null;
		};
	}

	/**
	 * Return a place behind Spring Boot's own customizer, which makes the access log.
	 * @return the last place
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
