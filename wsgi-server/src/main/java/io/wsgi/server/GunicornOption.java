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

package io.wsgi.server;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The options that most command lines consist of. Those that are missing are left to
 * {@link GunicornReader}.
 *
 * @author wsgi-spring-boot contributors
 */
enum GunicornOption {

	BIND("-b", "--bind", "HOST:PORT", "where to listen; 127.0.0.1:8000, or 0.0.0.0:$PORT if that is set",
			OptionEffects::bind),

	WORKERS("-w", "--workers", "N", "workers, for applications without native modules; $WEB_CONCURRENCY, or 1",
			(effects, value) -> effects.number("wsgi.workers", value, 1)),

	THREADS("", "--threads", "N", "requests that a worker may have in progress at a time; 64",
			(effects, value) -> effects.number("wsgi.threads", value, 1)),

	TIMEOUT("-t", "--timeout", "SECONDS", "time that a request may take in the application; no limit",
			OptionEffects::timeout),

	GRACEFUL_TIMEOUT("", "--graceful-timeout", "SECONDS", "time to finish requests at the end; 30",
			OptionEffects::gracefulTimeout),

	KEEP_ALIVE("", "--keep-alive", "SECONDS", "time to keep an idle connection; 75", OptionEffects::keepAlive),

	MAX_REQUESTS("", "--max-requests", "N", "requests after which a worker is replaced; never",
			(effects, value) -> effects.numberUnlessZero("wsgi.max-requests", value)),

	MAX_REQUESTS_JITTER("", "--max-requests-jitter", "N", "up to so many more, at random; 0",
			(effects, value) -> effects.numberUnlessZero("wsgi.max-requests-jitter", value)),

	PYTHON_PATH("", "--pythonpath", "DIR,DIR", "directories to import from, beside the working directory",
			OptionEffects::pythonPath),

	ENV("-e", "--env", "NAME=VALUE", "a variable for os.environ; may be repeated", OptionEffects::environment),

	RELOAD("", "--reload", "", "load the application anew when its files change",
			(effects, value) -> effects.set("wsgi.reload", "true")),

	RELOAD_EXTRA_FILE("", "--reload-extra-file", "FILE", "another file to watch; may be repeated",
			OptionEffects::extraFile),

	CERTFILE("", "--certfile", "FILE", "certificate for TLS, in PEM form",
			(effects, value) -> effects.file("server.ssl.certificate", value)),

	KEYFILE("", "--keyfile", "FILE", "its private key, in PEM form",
			(effects, value) -> effects.file("server.ssl.certificate-private-key", value)),

	ACCESS_LOGFILE("", "--access-logfile", "FILE", "access log; - for standard output", OptionEffects::accessLog),

	LOG_LEVEL("", "--log-level", "LEVEL", "debug, info, warning, error or critical; info", OptionEffects::logLevel),

	NAME("-n", "--name", "NAME", "name of the application in logs",
			(effects, value) -> effects.set("spring.application.name", value)),

	CHECK_CONFIG("", "--check-config", "", "load the application, and end",
			(effects, value) -> effects.set("wsgi.check-config", "true"));

	private final String shortName;

	private final String longName;

	private final String placeholder;

	private final String help;

	private final BiConsumer<OptionEffects, String> effect;

	GunicornOption(String shortName, String longName, String placeholder, String help,
			BiConsumer<OptionEffects, String> effect) {
		this.shortName = shortName;
		this.longName = longName;
		this.placeholder = placeholder;
		this.help = help;
		this.effect = effect;
	}

	static Optional<GunicornOption> named(String name) {
		return Arrays.stream(values())
			.filter((option) -> List.of(option.shortName, option.longName).contains(name))
			.findFirst();
	}

	boolean takesValue() {
		return !this.placeholder.isEmpty();
	}

	void apply(OptionEffects effects, String value) {
		try {
			this.effect.accept(effects, value);
		}
		catch (UsageException ex) {
			throw new UsageException(this.longName + ": " + ex.getMessage());
		}
	}

	String usage() {
		String names = this.shortName.isEmpty() ? this.longName : this.shortName + ", " + this.longName;
		return Help.line((names + " " + this.placeholder).strip(), this.help);
	}

}
