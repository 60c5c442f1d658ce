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

package io.wsgi.worker.queue;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

import io.wsgi.runtime.Exchange;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/**
 * Whatever threads do to a {@link CallQueue} at a time, the results are those of some
 * order in which they do it one after the other.
 *
 * @author wsgi-spring-boot contributors
 */
@Param(name = "call", gen = IntGen.class, conf = "0:2")
public class CallQueueLincheckTests {

	private static final Exchange[] CALLS = { newCall(), newCall(), newCall() };

	private final CallQueue queue = new CallQueue(2, Long.MAX_VALUE, () -> {
	});

	private final AtomicBoolean retired = new AtomicBoolean();

	private final CallTaker first = new CallTaker(this.queue, this.retired::get, () -> 0, () -> {
	});

	private final CallTaker second = new CallTaker(this.queue, () -> false, () -> 1, () -> {
	});

	private static Exchange newCall() {
		return Mockito.mock(Exchange.class, Mockito.withSettings().stubOnly());
	}

	@Operation
	public String add(@Param(name = "call") int call) {
		try {
			this.queue.add(CALLS[call]);
			return "added";
		}
		catch (QueueFullException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	@Operation
	public int pollByFirst() {
		return index(this.first.poll());
	}

	@Operation
	public int pollBySecond() {
		return index(this.second.poll());
	}

	private int index(QueuedCall call) {
		return (call != null) ? Arrays.asList(CALLS).indexOf(call.exchange()) : -1;
	}

	@Operation
	public boolean remove(@Param(name = "call") int call) {
		return this.queue.remove(CALLS[call]);
	}

	@Operation
	public void retireFirst() {
		this.retired.set(true);
		this.queue.wakeTakers();
	}

	@Operation
	public void hold() {
		this.queue.hold();
	}

	@Operation
	public void release() {
		this.queue.release();
	}

	@Operation
	public void close() {
		this.queue.close();
	}

	@Test
	void operationsAreLinearizableUnderStress() {
		new StressOptions().iterations(30)
			.threads(3)
			.actorsPerThread(3)
			.invocationsPerIteration(1000)
			.check(CallQueueLincheckTests.class);
	}

	@Test
	@Tag("large")
	void operationsAreLinearizableInAllSchedules() {
		new ModelCheckingOptions().iterations(5)
			.threads(2)
			.actorsPerThread(3)
			.invocationsPerIteration(500)
			.check(CallQueueLincheckTests.class);
	}

}
