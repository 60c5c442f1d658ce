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

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * The last part of a response, its time limit, its client that goes, and the thread that
 * sends it, at a time.
 *
 * @author wsgi-spring-boot contributors
 */
public class ResponsePipeStress {

	private static final FileThreads threads = new FileThreads();

	private final ResponsePipe pipe = new ResponsePipe(new ResponseBufferSettings(0, null), threads);

	boolean putWhole() {
		return this.pipe.put("200 OK", new ResponsePart.Bytes(new byte[1]), true);
	}

	/**
	 * A response comes when its time is over.
	 */
	@JCStressTest
	@State
	@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The response was there in time")
	@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The time was over")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Both, or neither")
	public static class PutWhenTheTimeIsOver extends ResponsePipeStress {

		@Actor
		public void application(ZZ_Result result) {
			result.r1 = putWhole();
		}

		@Actor
		public void watchdog(ZZ_Result result) {
			result.r2 = super.pipe.end(ResponseOutcome.TIMED_OUT);
			super.pipe.interrupted();
		}

	}

	/**
	 * A response comes when its client goes.
	 */
	@JCStressTest
	@State
	@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "Nothing is kept")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The response is kept, with what it holds")
	public static class PutWhenTheClientGoes extends ResponsePipeStress {

		@Actor
		public void application() {
			putWhole();
		}

		@Actor
		public void client() {
			super.pipe.clientGone();
		}

		@Arbiter
		public void later(Z_Result result) {
			super.pipe.end(ResponseOutcome.FAILED);
			result.r1 = super.pipe.take() != null;
		}

	}

	/**
	 * A response comes while the thread that sends it is about to wait.
	 */
	@JCStressTest(Mode.Termination)
	@State
	@Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "The response is sent")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The thread sleeps on")
	public static class PutWhileTheConnectionBeginsToWait extends ResponsePipeStress {

		@Actor
		public void connection() {
			super.pipe.take();
		}

		@Signal
		public void application() {
			putWhole();
		}

	}

	/**
	 * The call ends without a response while the thread that sends it is about to wait.
	 */
	@JCStressTest(Mode.Termination)
	@State
	@Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "The thread goes on")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The thread sleeps on")
	public static class EndWhileTheConnectionBeginsToWait extends ResponsePipeStress {

		@Actor
		public void connection() {
			super.pipe.take();
		}

		@Signal
		public void application() {
			super.pipe.end(ResponseOutcome.FAILED);
		}

	}

}
