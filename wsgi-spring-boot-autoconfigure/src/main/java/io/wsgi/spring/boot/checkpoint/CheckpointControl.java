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

package io.wsgi.spring.boot.checkpoint;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.log.LogMessage;

/**
 * Talks with the launcher that makes a checkpoint of this process and restores it. What
 * the launcher says comes over standard input, which is a pipe: a load to warm up with,
 * then the word that the process is to prepare itself, later, in the restored process,
 * how that was launched. A read from a pipe is what a thread can wait in however the
 * clocks jump. What the process says goes to files in a directory before the checkpoint,
 * and after a restore to another pipe: one line.
 *
 * @author wsgi-spring-boot contributors
 */
public final class CheckpointControl implements ApplicationListener<ApplicationReadyEvent> {

	/**
	 * Exit status of a restored process that has to be started anew.
	 */
	public static final int REFUSED = 86;

	private static final Log logger = LogFactory.getLog(CheckpointControl.class);

	private static final int FAILED = 1;

	private static final int LAUNCHER_ENDED = 143;

	private static final String WARM = "warm";

	private static final String PREPARE = "prepare";

	private static final String LAUNCH = "launch";

	private final Checkpoint checkpoint;

	private final Path directory;

	private final Path status;

	private final InputStream input;

	private final Ending ending;

	/**
	 * Create a new control.
	 * @param checkpoint the operation
	 * @param directory where to tell the launcher what has happened: a file
	 * {@code prepared}, or {@code failed} with the reason
	 * @param status where to tell the launcher of the restored process that it serves, or
	 * why it does not
	 * @param input what the launcher says
	 * @param ending ends the process
	 */
	public CheckpointControl(Checkpoint checkpoint, Path directory, Path status, InputStream input, Ending ending) {
		this.checkpoint = checkpoint;
		this.directory = directory;
		this.status = status;
		this.input = new BufferedInputStream(input);
		this.ending = ending;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		listen();
	}

	/**
	 * Listen to the launcher, on a thread of its own.
	 */
	void listen() {
		tell("ready", this.checkpoint.address().toString());
		Thread.ofPlatform().name("wsgi-checkpoint").daemon(true).start(this::run);
	}

	private void run() {
		try {
			String word = word();
			for (; WARM.equals(word); word = word()) {
				warmUp();
			}
			if (!PREPARE.equals(word)) {
				return;
			}
			this.checkpoint.prepare();
		}
		catch (IOException ex) {
			// No checkpoint is wanted, after all
			return;
		}
		catch (RuntimeException | Error ex) {
			logger.error("The process cannot be prepared for a checkpoint", ex);
			tell("failed", String.valueOf(ex.getMessage()));
			return;
		}
		restoreWhenTold();
	}

	private void warmUp() throws IOException {
		Duration time = Duration.ofSeconds(Long.parseLong(word()));
		int clients = Integer.parseInt(word());
		List<String> paths = words();
		tell("warm", Long.toString(new WarmUpLoad(this.checkpoint.address()).run(paths, time, clients)));
	}

	private void restoreWhenTold() {
		long before = System.nanoTime();
		tell("prepared", Long.toString(before));
		try {
			if (!LAUNCH.equals(word())) {
				throw new IOException("The launcher speaks another language");
			}
			if (System.nanoTime() < before) {
				throw new RestoreRefusedException("this machine was booted too recently, the clock would go back");
			}
			this.checkpoint.restore(launch());
			report("restored");
		}
		catch (RestoreRefusedException ex) {
			report("refused " + ex.getMessage());
			this.ending.halt(REFUSED);
			return;
		}
		catch (IOException | RuntimeException | Error ex) {
			logger.error("The application cannot be restored from its checkpoint", ex);
			this.ending.halt(FAILED);
			return;
		}
		awaitEndOfLauncher();
	}

	private void awaitEndOfLauncher() {
		try {
			while (this.input.read() >= 0) {
				// It has nothing to say any more
			}
			logger.info("The launcher has ended");
			this.ending.exit(LAUNCHER_ENDED);
		}
		catch (IOException ex) {
			logger.debug("Standard input cannot be read", ex);
		}
	}

	private Launch launch() throws IOException {
		Instant time = Instant.ofEpochMilli(Long.parseLong(word()));
		List<String> arguments = words();
		Map<String, String> environment = new LinkedHashMap<>();
		for (String variable = word(); !variable.isEmpty(); variable = word()) {
			int equals = variable.indexOf('=', 1);
			if (equals > 0) {
				environment.put(variable.substring(0, equals), variable.substring(equals + 1));
			}
		}
		return new Launch(time, arguments, environment);
	}

	// Begin with their number
	private List<String> words() throws IOException {
		List<String> words = new ArrayList<>();
		for (int count = Integer.parseInt(word()); count > 0; count--) {
			words.add(word());
		}
		return words;
	}

	// Ends with NUL
	private String word() throws IOException {
		ByteArrayOutputStream word = new ByteArrayOutputStream();
		for (int next = this.input.read(); next != 0; next = this.input.read()) {
			if (next < 0) {
				throw new EOFException("The launcher has ended");
			}
			word.write(next);
		}
		return word.toString(StandardCharsets.UTF_8);
	}

	private void report(String line) {
		try {
			Files.writeString(this.status, line + "\n", StandardOpenOption.WRITE);
		}
		catch (IOException ex) {
			logger.debug(LogMessage.format("Nobody wants to know '%s'", line), ex);
		}
	}

	private void tell(String name, String content) {
		try {
			Path unfinished = Files.writeString(this.directory.resolve(name + ".tmp"), content + "\n");
			Files.move(unfinished, this.directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * How a process ends.
	 */
	public interface Ending {

		/**
		 * That of this JVM.
		 */
		Ending JVM = new Ending() {

			@Override
			public void exit(int status) {
				System.exit(status);
			}

			@Override
			public void halt(int status) {
				Runtime.getRuntime().halt(status);
			}

		};

		/**
		 * End in an orderly way.
		 * @param status the exit status
		 */
		void exit(int status);

		/**
		 * End at once.
		 * @param status the exit status
		 */
		void halt(int status);

	}

}
