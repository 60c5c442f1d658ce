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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.wsgi.graalpy.GraalPyRuntime;
import io.wsgi.reload.FilePattern;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Refuses values of {@link WsgiProperties} that make no sense when the application
 * starts, rather than with its first request.
 *
 * @author wsgi-spring-boot contributors
 */
final class WsgiPropertiesValidator {

	private static final DataSize LARGEST_ARRAY = DataSize.ofGigabytes(2);

	private static final DataSize SMALLEST_BUDGET = DataSize.ofKilobytes(64);

	private WsgiPropertiesValidator() {
	}

	static void validate(WsgiProperties properties) {
		validate(ApplicationProperties.shared(properties));
		properties.getApps()
			.forEach((name, application) -> validate(ApplicationProperties.of(name, application, properties)));
		DataSize buffered = properties.getMaxBufferedSize();
		check(buffered == null || buffered.isNegative() || buffered.compareTo(SMALLEST_BUDGET) >= 0,
				"wsgi.max-buffered-size", buffered, "Set it to 64KB or more, or to a negative size for no limit.");
		checkUploadDirectory(properties.getUploadDir());
		properties.getEnv().forEach((name, value) -> checkVariable("wsgi.env", name, value));
		properties.getReloadExtraFiles().forEach(WsgiPropertiesValidator::checkPattern);
	}

	private static void validate(ApplicationProperties properties) {
		Setting<Integer> threads = properties.threads();
		threads.check((value) -> value >= 1, "Set it to 1 or more.");
		properties.minThreads()
			.check((value) -> value >= 1 && value <= threads.value(),
					"Set it to 1 or more, and to at most the value of " + threads.property() + ", which is "
							+ threads.value() + ".");
		properties.queueSize().check((value) -> value >= 1, "Set it to 1 or more: each request passes the queue.");
		properties.maxWebsocketMessageSize()
			.check((value) -> !value.isNegative() && value.compareTo(LARGEST_ARRAY) < 0,
					"Set it to 0B or more, and less than 2GB.");
		notNegative(properties.websocketPingInterval(), "20s");
		notNegative(properties.websocketPingTimeout(), "20s");
		properties.maxConcurrency().check((value) -> value >= 1, "Set it to 1 or more.");
		positive(properties.queueTimeout(), "30s");
		positive(properties.bootTimeout(), "10m");
		notNegative(properties.gracefulTimeout(), "30s");
		notNegative(properties.idleTimeout(), "10m");
		properties.workers().check((value) -> value == null || value >= 1, "Set it to 1 or more.");
		properties.minWorkers().check((value) -> value == null || value >= 1, "Set it to 1 or more.");
		limit(properties.requestTimeout());
		limit(properties.maxWorkerAge());
		properties.maxHeapUsage()
			.check((value) -> value == null || (value >= 0 && value < 1),
					"Set it to a share of the heap below 1, such as 0.8, or to 0 for no limit.");
		properties.maxRequests().check((value) -> value >= 0, "Set it to a positive number, or to 0 for no limit.");
		properties.maxRequestsJitter().check((value) -> value >= 0, "Set it to 0 or more.");
		properties.healthPath()
			.check((value) -> value == null || value.startsWith("/"), "It has to begin with '/', as in '/healthz'.");
		positive(properties.healthTimeout(), "5s");
		notNegative(properties.healthCacheTime(), "10s");
		properties.maxInMemorySize()
			.check((value) -> !value.isNegative() && value.compareTo(LARGEST_ARRAY) < 0,
					"Set it to 0B or more, and less than 2GB.");
		properties.maxResponseBufferSize().check((value) -> !value.isNegative(), "Set it to a size, or to 0 for none.");
		checkWarmup(properties.warmup());
		Setting<Map<String, String>> env = properties.ownEnv();
		env.value().forEach((name, value) -> checkVariable(env.property(), name, value));
	}

	private static void checkPattern(String pattern) {
		try {
			FilePattern.of(pattern);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("wsgi.reload-extra-files", pattern,
					"It has to be a file, a directory or a glob such as 'templates/**/*.html'.");
		}
	}

	private static void checkWarmup(Setting<List<WsgiProperties.Warmup>> requests) {
		for (int i = 0; i < requests.value().size(); i++) {
			WsgiProperties.Warmup warmup = requests.value().get(i);
			String prefix = requests.property() + "[" + i + "].";
			new Setting<>(prefix + "path", warmup.getPath()).check((value) -> value.startsWith("/"),
					"It has to begin with '/', as in '/shop?page=1'.");
			new Setting<@Nullable Integer>(prefix + "count", warmup.getCount())
				.check((value) -> value == null || value >= 1, "Set it to 1 or more.");
			new Setting<@Nullable Duration>(prefix + "time", warmup.getTime()).check(
					(value) -> value == null || value.isPositive(),
					"Set it to a positive duration, or leave it out for no limit.");
		}
	}

	private static void checkUploadDirectory(@Nullable String configured) {
		if (configured != null) {
			Path directory = Path.of(configured).toAbsolutePath();
			check(Files.isDirectory(directory), "wsgi.upload-dir", configured,
					"There is no directory " + directory + ".");
			check(Files.isWritable(directory), "wsgi.upload-dir", configured, "The directory cannot be written to.");
		}
	}

	private static void positive(Setting<Duration> duration, String example) {
		duration.check(Duration::isPositive, "Set it to a positive duration, such as " + example + ".");
	}

	private static void notNegative(Setting<Duration> duration, String example) {
		duration.check((value) -> !value.isNegative(),
				"Set it to a duration that is not negative, such as " + example + ".");
	}

	private static void limit(Setting<@Nullable Duration> duration) {
		duration.check((value) -> value == null || !value.isNegative(),
				"Set it to a positive duration, or to 0 for no limit.");
	}

	private static void checkVariable(String property, String name, String value) {
		check(!name.isBlank() && name.indexOf('=') < 0 && name.indexOf('\0') < 0, property, name,
				"The name of an environment variable must not be empty or contain '='.");
		check(value.indexOf('\0') < 0, property + "." + name, value, "It must not contain NUL.");
	}

	static void validate(Map<String, String> engineOptions, GraalPyRuntime runtime) {
		engineOptions.forEach((name, value) -> check(runtime.knows(name), "wsgi.engine-options." + name, value,
				"GraalPy %s has no such option %s.".formatted(runtime.version(),
						runtime.optimized() ? "with its JIT" : "without its JIT")));
	}

	private static void check(boolean valid, String property, @Nullable Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(property, value, reason);
		}
	}

}
