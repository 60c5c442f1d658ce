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

	private WsgiPropertiesValidator() {
	}

	static void validate(WsgiProperties properties) {
		check(properties.getThreads() >= 1, "wsgi.threads", properties.getThreads(), "Set it to 1 or more.");
		int minThreads = properties.getMinThreads();
		check(minThreads >= 1 && minThreads <= properties.getThreads(), "wsgi.min-threads", minThreads,
				"Set it to 1 or more, and to at most the value of wsgi.threads, which is " + properties.getThreads()
						+ ".");
		check(properties.getQueueSize() >= 1, "wsgi.queue-size", properties.getQueueSize(),
				"Set it to 1 or more: each request passes the queue.");
		check(properties.getQueueTimeout().compareTo(Duration.ZERO) > 0, "wsgi.queue-timeout",
				properties.getQueueTimeout(), "Set it to a positive duration, such as 30s.");
		check(!properties.getGracefulTimeout().isNegative(), "wsgi.graceful-timeout", properties.getGracefulTimeout(),
				"Set it to a duration that is not negative, such as 30s.");
		Integer workers = properties.getWorkers();
		check(workers == null || workers >= 1, "wsgi.workers", workers, "Set it to 1 or more.");
		Integer minWorkers = properties.getMinWorkers();
		check(minWorkers == null || minWorkers >= 1, "wsgi.min-workers", minWorkers, "Set it to 1 or more.");
		check(!properties.getIdleTimeout().isNegative(), "wsgi.idle-timeout", properties.getIdleTimeout(),
				"Set it to a duration that is not negative, such as 10m.");
		Double heap = properties.getMaxHeapUsage();
		check(heap == null || (heap > 0 && heap < 1), "wsgi.max-heap-usage", heap,
				"Set it to a share of the heap between 0 and 1, such as 0.8.");
		properties.getWarmup().forEach(WsgiPropertiesValidator::checkWarmup);
		String healthPath = properties.getHealth().getPath();
		check(healthPath == null || healthPath.startsWith("/"), "wsgi.health.path", healthPath,
				"It has to begin with '/', as in '/healthz'.");
		checkIfPresent("wsgi.health.timeout", properties.getHealth().getTimeout());
		check(!properties.getHealth().getCacheTime().isNegative(), "wsgi.health.cache-time",
				properties.getHealth().getCacheTime(), "Set it to a duration that is not negative, such as 10s.");
		checkIfPresent("wsgi.boot-timeout", properties.getBootTimeout());
		checkIfPresent("wsgi.request-timeout", properties.getRequestTimeout());
		checkIfPresent("wsgi.max-worker-age", properties.getMaxWorkerAge());
		check(properties.getMaxRequests() >= 0, "wsgi.max-requests", properties.getMaxRequests(),
				"Set it to a positive number, or to 0 for no limit.");
		check(properties.getMaxRequestsJitter() >= 0, "wsgi.max-requests-jitter", properties.getMaxRequestsJitter(),
				"Set it to 0 or more.");
		DataSize inMemory = properties.getMaxInMemorySize();
		check(!inMemory.isNegative() && inMemory.compareTo(LARGEST_ARRAY) < 0, "wsgi.max-in-memory-size", inMemory,
				"Set it to 0B or more, and less than 2GB.");
		DataSize responseBuffer = properties.getMaxResponseBufferSize();
		check(!responseBuffer.isNegative(), "wsgi.max-response-buffer-size", responseBuffer,
				"Set it to a size, or to 0 for none.");
		checkUploadDirectory(properties.getUploadDir());
		properties.getEnv().forEach(WsgiPropertiesValidator::checkVariable);
		properties.getReloadExtraFiles().forEach(WsgiPropertiesValidator::checkPattern);
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

	private static void checkWarmup(WsgiProperties.Warmup warmup) {
		check(warmup.getPath().startsWith("/"), "wsgi.warmup.path", warmup.getPath(),
				"It has to begin with '/', as in '/shop?page=1'.");
		Integer count = warmup.getCount();
		check(count == null || count >= 1, "wsgi.warmup.count", count, "Set it to 1 or more.");
		checkIfPresent("wsgi.warmup.time", warmup.getTime());
	}

	private static void checkUploadDirectory(@Nullable String configured) {
		if (configured != null) {
			Path directory = Path.of(configured).toAbsolutePath();
			check(Files.isDirectory(directory), "wsgi.upload-dir", configured,
					"There is no directory " + directory + ".");
			check(Files.isWritable(directory), "wsgi.upload-dir", configured, "The directory cannot be written to.");
		}
	}

	private static void checkIfPresent(String property, @Nullable Duration duration) {
		check(duration == null || duration.compareTo(Duration.ZERO) > 0, property, duration,
				"Set it to a positive duration, or leave it out for no limit.");
	}

	private static void checkVariable(String name, String value) {
		check(!name.isBlank() && name.indexOf('=') < 0 && name.indexOf('\0') < 0, "wsgi.env", name,
				"The name of an environment variable must not be empty or contain '='.");
		check(value.indexOf('\0') < 0, "wsgi.env." + name, value, "It must not contain NUL.");
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
