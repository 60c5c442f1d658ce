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

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;

import com.sun.management.HotSpotDiagnosticMXBean;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Memory#JVM}.
 *
 * @author wsgi-spring-boot contributors
 */
class JvmMemoryTests {

	private static final int MEGABYTES = 200;

	@Test
	void whatTheHeapHasTooMuchOfIsGivenBack() {
		String free = option("MinHeapFreeRatio") + " to " + option("MaxHeapFreeRatio");
		WeakReference<Object> garbage = growHeap();
		long committed = Runtime.getRuntime().totalMemory();
		long collections = collections();
		Memory.JVM.shrink();
		assertThat(garbage.get()).isNull();
		assertThat(collections()).isGreaterThan(collections);
		assertThat(Runtime.getRuntime().totalMemory()).isLessThan(committed);
		assertThat(option("MinHeapFreeRatio") + " to " + option("MaxHeapFreeRatio")).isEqualTo(free);
	}

	private static WeakReference<Object> growHeap() {
		byte[][] large = new byte[MEGABYTES][];
		for (int i = 0; i < large.length; i++) {
			large[i] = new byte[1024 * 1024];
		}
		return new WeakReference<>(large);
	}

	private static long collections() {
		return ManagementFactory.getGarbageCollectorMXBeans()
			.stream()
			.mapToLong(GarbageCollectorMXBean::getCollectionCount)
			.sum();
	}

	private static String option(String name) {
		return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption(name).getValue();
	}

}
