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

package io.wsgi.graalpy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.LogBridge;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.runtime.RequestBody;
import io.wsgi.testsupport.CapturedLog;
import io.wsgi.testsupport.CapturedLog.Line;
import io.wsgi.testsupport.RecordedExchange;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link LogBridge} and its Python half, all in one interpreter. Each test runs
 * some Python.
 *
 * @author wsgi-spring-boot contributors
 */
class LogBridgeTests {

	private static final Map<String, Integer> EVERYTHING = Map.of(LogBridge.ROOT, 1);

	private static final LogBridge bridge = new LogBridge(EVERYTHING);

	private static PythonInterpreter interpreter;

	private static ApplicationCaller caller;

	private CapturedLog log;

	@BeforeAll
	static void createInterpreter() {
		interpreter = TestPython.newInterpreter(bridge, TestPython.sources("logs"), TestPython.packages());
		caller = interpreter.load(TestPython.application("runner:app"), (line) -> {
		}).newCaller();
	}

	@AfterAll
	static void closeInterpreter() {
		interpreter.close();
	}

	@BeforeEach
	void captureLog() {
		this.log = new CapturedLog(Level.ALL);
	}

	@AfterEach
	void releaseLog() {
		this.log.close();
		bridge.setLevels(EVERYTHING);
	}

	@Test
	void levelsAreMapped() {
		run("""
				import logging
				for level in 1, 9, 10, 15, 20, 29, 30, 39, 40, 45, 50, 99:
				    logging.getLogger("levels").log(level, "at %d", level)""");
		assertThat(this.log.take()).extracting(Line::text, Line::level)
			.containsExactly(tuple("at 1", "TRACE"), tuple("at 9", "TRACE"), tuple("at 10", "DEBUG"),
					tuple("at 15", "DEBUG"), tuple("at 20", "INFO"), tuple("at 29", "INFO"), tuple("at 30", "WARN"),
					tuple("at 39", "WARN"), tuple("at 40", "ERROR"), tuple("at 45", "ERROR"), tuple("at 50", "ERROR"),
					tuple("at 99", "ERROR"));
	}

	@Test
	void loggersKeepTheirNames() {
		run("""
				import logging
				logging.warning("by the root")
				logging.getLogger("shop.db.pool").warning("by another")""");
		assertThat(this.log.take()).containsExactly(new Line("ROOT", "WARN", "by the root"),
				new Line("shop.db.pool", "WARN", "by another"));
	}

	@Test
	void exceptionsAreLoggedAsPythonTracebacks() {
		run("""
				import logging
				try:
				    {}["key"]
				except KeyError:
				    logging.getLogger("shop").exception("no %s", "luck")""");
		assertThat(this.log.take()).singleElement().satisfies((line) -> {
			assertThat(line.level()).isEqualTo("ERROR");
			assertThat(line.text().lines()).startsWith("no luck", "Traceback (most recent call last):")
				.endsWith("KeyError: 'key'");
		});
	}

	@Test
	void recordThatCannotBeFormattedIsReportedAndHarmsNobody() {
		run("""
				import logging
				logging.getLogger("shop").info("%d pieces", "many")""");
		assertThat(this.log.take()).isNotEmpty().allSatisfy((line) -> {
			assertThat(line.logger()).isEqualTo("sys.stderr");
			assertThat(line.level()).isEqualTo("WARN");
		}).extracting(Line::text).anyMatch((text) -> text.contains("--- Logging error ---"));
	}

	@Test
	void anyTextIsTaken() {
		run("""
				import logging
				logging.getLogger("shop").info("%s", "\\u65e5 \\U0001f40d \\ud800 \\0 end")""");
		assertThat(this.log.take()).singleElement()
			.extracting(Line::text)
			.asString()
			.startsWith("\u65e5 \ud83d\udc0d ")
			.endsWith(" end");
	}

	@Test
	void printedLinesAreLogged() {
		run("""
				import sys
				print("one", "line")
				print()
				print("two\\nlines")
				print("to be", end=" ")
				print("continued")
				print("at once", end="", flush=True)
				print("an error", file=sys.stderr)
				sys.stdout.writelines(["a\\n", "b\\n"])""");
		assertThat(this.log.take()).containsExactly(new Line("sys.stdout", "INFO", "one line"),
				new Line("sys.stdout", "INFO", "two\nlines"), new Line("sys.stdout", "INFO", "to be continued"),
				new Line("sys.stdout", "INFO", "at once"), new Line("sys.stderr", "WARN", "an error"),
				new Line("sys.stdout", "INFO", "a"), new Line("sys.stdout", "INFO", "b"));
	}

	@Test
	void printedTracebackIsOneRecord() {
		run("""
				import traceback
				def fail():
				    raise ValueError("the reason")
				try:
				    fail()
				except ValueError:
				    traceback.print_exc()
				print("after")""");
		List<Line> lines = this.log.take();
		assertThat(lines).hasSize(2).last().extracting(Line::text).isEqualTo("after");
		assertThat(lines.get(0).logger()).isEqualTo("sys.stderr");
		assertThat(lines.get(0).text().lines()).startsWith("Traceback (most recent call last):")
			.endsWith("ValueError: the reason");
	}

	@Test
	void printedTracebackEndsWithAMessageOfSeveralLines() {
		run("""
				import traceback
				try:
				    raise ValueError("1 error:\\n  a field is missing\\n    see there")
				except ValueError:
				    traceback.print_exc()""");
		assertThat(this.log.take()).singleElement()
			.extracting(Line::text)
			.asString()
			.endsWith("ValueError: 1 error:\n  a field is missing\n    see there");
	}

	@Test
	void tracebackThatIsFlushedUnfinishedIsNotLost() {
		run("""
				import sys
				print("Traceback (most recent call last):")
				sys.stdout.flush()""");
		assertThat(this.log.take()).extracting(Line::text).containsExactly("Traceback (most recent call last):");
	}

	@Test
	void textWithoutEndOfLineIsNotKeptForever() {
		run("""
				import sys
				for number in range(66):
				    sys.stdout.write("x" * 1000)""");
		assertThat(this.log.take()).singleElement().extracting(Line::text).asString().hasSize(66_000).matches("x+");
	}

	@Test
	void threadsDoNotMixTheirLines() {
		run("""
				import threading
				print("one ", end="")
				thread = threading.Thread(target=lambda: print("two"))
				thread.start()
				thread.join()
				print("three")""");
		assertThat(this.log.take()).extracting(Line::text).containsExactly("two", "one three");
	}

	@Test
	void exceptionThatEndsAThreadIsLogged() {
		run("""
				import threading
				def fail():
				    raise ValueError("in a thread")
				thread = threading.Thread(target=fail)
				thread.start()
				thread.join()""");
		assertThat(this.log.take()).allSatisfy((line) -> assertThat(line.logger()).isEqualTo("sys.stderr"))
			.last()
			.extracting(Line::text)
			.asString()
			.startsWith("Traceback")
			.endsWith("ValueError: in a thread");
	}

	@Test
	void standardStreamsAreWhatLibrariesExpect() {
		assertThat(run("""
				import sys
				result = [(s.isatty(), s.writable(), s.fileno(), s.encoding, s.closed, hasattr(s, "buffer"))
				          for s in (sys.stdout, sys.stderr)]"""))
			.isEqualTo("[(False, True, 1, 'utf-8', False, True), (False, True, 2, 'utf-8', False, True)]");
		run("""
				import sys
				sys.stdout.reconfigure(line_buffering=True)
				print("last", end="")
				sys.stdout.close()
				print("still open")""");
		assertThat(this.log.take()).extracting(Line::text).containsExactly("last", "still open");
	}

	@Test
	void onlyTextCanBePrinted() {
		assertThat(run("""
				import sys
				try:
				    sys.stdout.write(b"bytes")
				except TypeError as error:
				    result = error""")).isEqualTo("write() takes str, not bytes");
	}

	@Test
	void warningsAreLogged() {
		run("""
				import warnings
				warnings.warn("this is old", FutureWarning)""");
		assertThat(this.log.take()).singleElement().satisfies((line) -> {
			assertThat(line.logger()).isEqualTo("py.warnings");
			assertThat(line.level()).isEqualTo("WARN");
			assertThat(line.text()).endsWith("FutureWarning: this is old");
		});
	}

	@Test
	void basicConfigDoublesNothing() {
		run("""
				import logging
				logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
				logging.getLogger("shop").info("hello")
				logging.getLogger("shop").debug("hidden")""");
		assertThat(this.log.take()).containsExactly(new Line("shop", "INFO", "hello"));
	}

	@Test
	void functionsInPlaceOfThoseOfLoggingAreNamedAsThese() {
		run("""
				import inspect, logging
				for function in (logging.basicConfig, logging.StreamHandler.emit, logging.Logger.handle,
				                 logging.Logger.getEffectiveLevel):
				    logging.getLogger(function.__module__).error("%s%s", function.__qualname__, inspect.signature(function))""");
		assertThat(this.log.take()).containsExactly(new Line("logging", "ERROR", "basicConfig(**kwargs)"),
				new Line("logging", "ERROR", "StreamHandler.emit(self, record)"),
				new Line("logging", "ERROR", "Logger.handle(self, record)"),
				new Line("logging", "ERROR", "Logger.getEffectiveLevel(self)"));
	}

	@Test
	void basicConfigWritesItsFile(@TempDir Path directory) throws IOException {
		Path file = directory.resolve("app.log");
		run("""
				import logging
				logging.basicConfig(filename="%s", level=logging.INFO, force=True)
				logging.getLogger("shop").info("hello")""".formatted(file));
		assertThat(file).content().isEqualTo("INFO:shop:hello\n");
		assertThat(this.log.take()).containsExactly(new Line("shop", "INFO", "hello"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ext://sys.stdout", "ext://sys.stderr" })
	void handlersOfTheApplicationThatWriteToTheConsoleKeepTheirFormat(String stream) {
		run("""
				import logging, logging.config
				logging.config.dictConfig({
				    "version": 1,
				    "disable_existing_loggers": False,
				    "formatters": {"own": {"format": "[%%(name)s] %%(message)s"}},
				    "handlers": {"console": {"class": "logging.StreamHandler", "stream": "%s", "formatter": "own"}},
				    "root": {"level": "INFO", "handlers": ["console"]},
				})
				logging.getLogger("shop.new").error("hello")
				logging.getLogger("shop.new").debug("hidden")""".formatted(stream));
		assertThat(this.log.take()).containsExactly(new Line("shop.new", "ERROR", "[shop.new] hello"));
	}

	@Test
	void handlersOfSeveralLoggersDoubleNothing() {
		run("""
				import logging
				logger = logging.getLogger("shop.several")
				handler = logging.StreamHandler(environ["wsgi.errors"])
				handler.setFormatter(logging.Formatter("own: %(message)s"))
				logger.addHandler(handler)
				logging.root.addHandler(logging.StreamHandler())
				logger.warning("hello")""");
		assertThat(this.log.take()).containsExactly(new Line("shop.several", "WARN", "own: hello"));
	}

	@Test
	void handlerOfFlaskForTheErrorStreamIsRecognisedBehindItsProxy() {
		run("""
				import logging
				from werkzeug.local import LocalProxy
				logging.root.handlers = [logging.StreamHandler(LocalProxy(lambda: environ["wsgi.errors"]))]
				logging.getLogger("shop").warning("hello")""");
		assertThat(this.log.take()).containsExactly(new Line("shop", "WARN", "hello"));
	}

	@Test
	void recordIsLoggedOnceAlthoughItTakesADetourThroughAQueue() {
		run("""
				import logging, logging.handlers, queue
				records = queue.Queue()
				logging.root.addHandler(logging.handlers.QueueHandler(records))
				listener = logging.handlers.QueueListener(records, logging.StreamHandler())
				listener.start()
				logging.getLogger("shop").warning("hello")
				listener.stop()""");
		assertThat(this.log.take()).containsExactly(new Line("shop", "WARN", "hello"));
	}

	@Test
	void recordIsLoggedOnceAlthoughItsLoggerHasAQueueOfItsOwn() {
		run("""
				import logging, logging.handlers, queue
				records = queue.Queue()
				logging.getLogger("shop").addHandler(logging.handlers.QueueHandler(records))
				listener = logging.handlers.QueueListener(records, logging.StreamHandler())
				listener.start()
				logging.getLogger("shop").warning("hello")
				listener.stop()""");
		assertThat(this.log.take()).containsExactly(new Line("shop", "WARN", "hello"));
	}

	@Test
	void recordIsLoggedOnceAlthoughTheThreadOfItsQueueIsAboutToLogIt() {
		run("""
				import logging, logging.handlers, queue, threading
				formatting, logged = threading.Event(), threading.Event()

				class SlowFormatter(logging.Formatter):
				    def format(self, record):
				        formatting.set()
				        logged.wait(60)
				        return super().format(record)

				class WaitingHandler(logging.Handler):
				    def emit(self, record):
				        formatting.wait(60)

				records = queue.Queue()
				logger = logging.getLogger("shop.queued")
				logger.addHandler(logging.handlers.QueueHandler(records))
				logger.addHandler(WaitingHandler())
				console = logging.StreamHandler()
				console.setFormatter(SlowFormatter())
				listener = logging.handlers.QueueListener(records, console)
				listener.start()
				logger.warning("hello")
				logged.set()
				listener.stop()""");
		assertThat(this.log.take()).containsExactly(new Line("shop.queued", "WARN", "hello"));
	}

	@Test
	void levelOfTheServerCountsForLoggersBelow() {
		bridge.setLevels(Map.of(LogBridge.ROOT, 20, "shop", 10, "shop.quiet", 40, "shop.off", Integer.MAX_VALUE));
		assertThat(enabledLevels("other")).isEqualTo("[20, 30, 40, 50]");
		assertThat(enabledLevels("shopping")).isEqualTo("[20, 30, 40, 50]");
		assertThat(enabledLevels("shop")).isEqualTo("[10, 20, 30, 40, 50]");
		assertThat(enabledLevels("shop.db.pool")).isEqualTo("[10, 20, 30, 40, 50]");
		assertThat(enabledLevels("shop.quiet.one")).isEqualTo("[40, 50]");
		assertThat(enabledLevels("shop.off")).isEqualTo("[]");
	}

	@Test
	void levelThatChangesCountsFromTheNextRequest() {
		bridge.setLevels(Map.of(LogBridge.ROOT, 20));
		assertThat(enabledLevels("shop")).isEqualTo("[20, 30, 40, 50]");
		bridge.setLevels(Map.of(LogBridge.ROOT, 30, "shop", 10));
		assertThat(enabledLevels("shop")).isEqualTo("[10, 20, 30, 40, 50]");
		assertThat(enabledLevels("other")).isEqualTo("[30, 40, 50]");
		bridge.setLevels(Map.of(LogBridge.ROOT, 30));
		assertThat(enabledLevels("shop")).isEqualTo("[30, 40, 50]");
	}

	@Test
	void levelThatTheApplicationSetsCountsUnlessTheServerSetsOneAsClose() {
		bridge.setLevels(Map.of(LogBridge.ROOT, 20, "own", 10));
		run("import logging; logging.getLogger('own.strict').setLevel(logging.ERROR)");
		assertThat(enabledLevels("own.strict")).isEqualTo("[40, 50]");
		assertThat(enabledLevels("own.strict.child")).isEqualTo("[40, 50]");
		bridge.setLevels(Map.of(LogBridge.ROOT, 20, "own.strict", 10));
		assertThat(enabledLevels("own.strict")).isEqualTo("[10, 20, 30, 40, 50]");
		bridge.setLevels(Map.of(LogBridge.ROOT, 20, "own.strict.child", 30));
		assertThat(enabledLevels("own.strict.child")).isEqualTo("[30, 40, 50]");
		assertThat(enabledLevels("own.strict")).isEqualTo("[40, 50]");
	}

	@Test
	void levelThatTheApplicationSetsForTheRootCountsUntilTheServersChanges() {
		bridge.setLevels(Map.of(LogBridge.ROOT, 20));
		String raise = "import logging; logging.root.setLevel(logging.ERROR)\n";
		assertThat(run(raise + enabled("any"))).isEqualTo("[40, 50]");
		bridge.setLevels(Map.of(LogBridge.ROOT, 20, "shop", 20));
		assertThat(run(raise + enabled("any"))).isEqualTo("[40, 50]");
	}

	@Test
	void levelsWithoutThatOfTheRootAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LogBridge(Map.of("shop", 10)))
			.withMessageContaining("root");
		assertThatIllegalArgumentException().isThrownBy(() -> bridge.setLevels(Map.of()));
	}

	@Test
	void interpreterWithoutBridgeKeepsItsStreams() {
		try (PythonInterpreter other = TestPython.newInterpreter(TestPython.sources("logs"))) {
			ApplicationCaller otherCaller = other.load(TestPython.application("runner:app"), (line) -> {
			}).newCaller();
			assertThat(run(otherCaller, """
					import logging, sys
					result = type(sys.stdout).__name__, logging.root.handlers, logging.root.level"""))
				.isEqualTo("('TextIOWrapper', [], 30)");
		}
	}

	private static String enabledLevels(String logger) {
		return run(enabled(logger));
	}

	private static String enabled(String logger) {
		return """
				import logging
				logger = logging.getLogger("%s")
				result = [level for level in (10, 20, 30, 40, 50) if logger.isEnabledFor(level)]""".formatted(logger);
	}

	private static String run(String code) {
		return run(caller, code);
	}

	private static String run(ApplicationCaller caller, String code) {
		byte[] body = code.getBytes(StandardCharsets.UTF_8);
		RecordedExchange exchange = new RecordedExchange("/", new RequestBody.InMemory(body));
		caller.call(exchange);
		assertThat(exchange.getReport()).isNull();
		return exchange.getResponse();
	}

}
