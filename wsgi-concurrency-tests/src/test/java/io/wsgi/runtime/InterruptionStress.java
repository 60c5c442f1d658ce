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

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The thread of a call takes its {@link Interruption}, while the watchdog ends its wait:
 * once it is taken, the thread cleans up and is not disturbed.
 *
 * @author wsgi-spring-boot contributors
 */
@JCStressTest
@State
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "Taken, and not disturbed after that")
@Outcome(expect = Expect.FORBIDDEN, desc = "Not taken, or disturbed after that")
public class InterruptionStress {

	private final Interruption interruption = new Interruption("stop", () -> true, (stack) -> {
	});

	@Actor
	public void call(ZZ_Result result) {
		result.r1 = this.interruption.claim();
	}

	@Actor
	public void watchdog(ZZ_Result result) {
		this.interruption.breakWait(() -> result.r2 = this.interruption.isRaised());
	}

}
