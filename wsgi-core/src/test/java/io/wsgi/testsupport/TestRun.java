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

package io.wsgi.testsupport;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Sets what holds for all tests of a JVM: the seed of their order, and for how long they
 * wait.
 *
 * @author wsgi-spring-boot contributors
 */
public class TestRun implements LauncherSessionListener {

	private static final String SEED = "test.seed";

	// Less than the time-out of a test, so that it says what it waits for
	private static final Duration PATIENCE = Duration.ofMinutes(5);

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		String seed = System.getProperty(SEED, Long.toString(System.nanoTime()));
		System.setProperty(ClassOrderer.Random.RANDOM_SEED_PROPERTY_NAME, seed);
		System.out.println("Tests run in the order of -D" + SEED + "=" + seed);
		Awaitility.setDefaultTimeout(PATIENCE);
	}

}
