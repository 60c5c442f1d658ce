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

package io.wsgi.runtime;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Interruption}.
 *
 * @author wsgi-spring-boot contributors
 */
class InterruptionTests {

	private final List<String> stacks = new ArrayList<>();

	private boolean wanted = true;

	private final Interruption interruption = new Interruption("too long", () -> this.wanted, this.stacks::add);

	@AfterEach
	void clearFlag() {
		Thread.interrupted();
	}

	@Test
	void exceptionIsRaisedOnce() {
		assertThat(this.interruption.isRaised()).isFalse();
		assertThat(this.interruption.claim()).isTrue();
		assertThat(this.interruption.isRaised()).isTrue();
		assertThat(this.interruption.claim()).isFalse();
	}

	@Test
	void exceptionIsNotRaisedWhenTheCallIsOver() {
		this.wanted = false;
		assertThat(this.interruption.claim()).isFalse();
		assertThat(this.interruption.isRaised()).isFalse();
	}

	@Test
	void cleaningUpIsNotDisturbedByTheEndOfTheWait() {
		this.interruption.breakWait(Thread.currentThread()::interrupt);
		assertThat(this.interruption.hasBrokenWait()).isTrue();
		assertThat(this.interruption.claim()).isTrue();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		this.interruption.breakWait(Thread.currentThread()::interrupt);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void observerIsTold() {
		this.interruption.observe("stack");
		assertThat(this.stacks).containsExactly("stack");
		assertThat(this.interruption.message()).isEqualTo("too long");
	}

}
