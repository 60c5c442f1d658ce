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

package io.wsgi.spring.boot.web;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Whatever the application, its client and the watchdog do to a {@link ResponsePipe} at a
 * time, the results are those of some order in which they do it one after the other.
 *
 * @author wsgi-spring-boot contributors
 */
public class ResponsePipeLincheckTests {

	private static final String HEAD = "200 OK";

	private final ResponsePipe pipe = new ResponsePipe(new ResponseBufferSettings(0, null), new FileThreads());

	@Operation(nonParallelGroup = "application")
	public boolean putWhole() {
		return this.pipe.put(HEAD, new ResponsePart.Bytes(new byte[1]), true);
	}

	@Operation(nonParallelGroup = "application")
	public boolean putPart() {
		return this.pipe.put(HEAD, new ResponsePart.Bytes(new byte[2]), false);
	}

	@Operation(nonParallelGroup = "application")
	public boolean putLast() {
		return this.pipe.put(null, new ResponsePart.Bytes(new byte[3]), true);
	}

	@Operation
	public boolean fail() {
		return this.pipe.end(ResponseOutcome.FAILED);
	}

	@Operation
	public boolean timeOut() {
		boolean ended = this.pipe.end(ResponseOutcome.TIMED_OUT);
		// Until then the application has to wait
		this.pipe.interrupted();
		return ended;
	}

	@Operation(nonParallelGroup = "client")
	public String take() {
		if (this.pipe.isPending() && this.pipe.isDrained()) {
			return "nothing yet";
		}
		ResponsePart part = this.pipe.take();
		return (part != null) ? "part of " + part.size() : "nothing more, " + this.pipe.outcome();
	}

	@Operation(nonParallelGroup = "client")
	public void clientGone() {
		this.pipe.clientGone();
	}

	@Test
	void operationsAreLinearizableUnderStress() {
		new StressOptions().iterations(50)
			.threads(3)
			.actorsPerThread(3)
			.invocationsPerIteration(1000)
			.check(ResponsePipeLincheckTests.class);
	}

}
