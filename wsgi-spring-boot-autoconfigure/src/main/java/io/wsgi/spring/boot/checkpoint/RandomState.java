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

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The state of the JDK's random number generators that all code shares. It is in the
 * image of a checkpoint, so that without this all copies of the process would give the
 * same numbers.
 *
 * @author wsgi-spring-boot contributors
 */
final class RandomState {

	private static final Log logger = LogFactory.getLog(RandomState.class);

	// More than what the JDK may have read from the kernel in advance
	private static final int READ_AHEAD = 256 * 1024;

	private static final String THREAD_LOCAL_RANDOM = "java.util.concurrent.ThreadLocalRandom";

	private final SecureRandom entropy;

	/**
	 * Create a new instance, and discard what the JDK has read from the kernel before the
	 * checkpoint.
	 */
	RandomState() {
		this.entropy = new SecureRandom();
		discardReadAhead(this.entropy);
		for (String algorithm : List.of("NativePRNG", "NativePRNGBlocking", "NativePRNGNonBlocking")) {
			try {
				discardReadAhead(SecureRandom.getInstance(algorithm));
			}
			catch (NoSuchAlgorithmException ex) {
				logger.debug("There is none", ex);
			}
		}
	}

	private void discardReadAhead(SecureRandom random) {
		random.nextBytes(new byte[READ_AHEAD]);
	}

	/**
	 * Give new seeds to what has a seed. Needs {@code --add-opens} of
	 * {@code java.base/java.lang}, {@code java.base/java.util} and
	 * {@code java.base/java.util.concurrent} to {@code ALL-UNNAMED}.
	 */
	void reseed() {
		reseed(THREAD_LOCAL_RANDOM, "seeder");
		reseed("java.util.Random", "seedUniquifier");
		reseed("java.util.SplittableRandom", "defaultGen");
		reseed("java.lang.Math$RandomNumberGeneratorHolder", "randomNumberGenerator");
		reseed("java.lang.StrictMath$RandomNumberGeneratorHolder", "randomNumberGenerator");
		reseedThreads();
	}

	private void reseed(String className, String field) {
		try {
			Object generator = read(className, field);
			if (generator instanceof AtomicLong seed) {
				seed.set(this.entropy.nextLong());
			}
			else if (generator instanceof Random random) {
				random.setSeed(this.entropy.nextLong());
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.warn(className + " keeps its state of before the checkpoint", ex);
		}
	}

	/**
	 * Threads that have drawn numbers from {@link java.util.concurrent.ThreadLocalRandom}
	 * have a seed of their own. It is made anew when there is none.
	 */
	private void reseedThreads() {
		try {
			Field probe = Thread.class.getDeclaredField("threadLocalRandomProbe");
			probe.setAccessible(true);
			for (Thread thread : Thread.getAllStackTraces().keySet()) {
				probe.setInt(thread, 0);
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.warn("Threads keep their random state of before the checkpoint", ex);
		}
	}

	/**
	 * Add entropy to a generator whose algorithm takes none by itself.
	 * @param random the generator
	 */
	void reseed(SecureRandom random) {
		byte[] seed = new byte[32];
		this.entropy.nextBytes(seed);
		random.setSeed(seed);
	}

	private static Object read(String className, String name) throws ReflectiveOperationException {
		Field field = Class.forName(className).getDeclaredField(name);
		if (!Modifier.isStatic(field.getModifiers())) {
			throw new NoSuchFieldException(name + " is not static any more");
		}
		field.setAccessible(true);
		return field.get(null);
	}

}
