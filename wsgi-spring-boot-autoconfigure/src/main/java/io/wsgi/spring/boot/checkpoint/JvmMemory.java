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

import java.lang.management.ManagementFactory;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The memory of this JVM.
 *
 * @author wsgi-spring-boot contributors
 */
final class JvmMemory implements Memory {

	private static final Log logger = LogFactory.getLog(JvmMemory.class);

	private static final String DIAGNOSTICS = "com.sun.management:type=HotSpotDiagnostic";

	private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";

	private static final int COLLECTIONS = 5;

	@Override
	public void shrink() {
		String minimum = option("MinHeapFreeRatio");
		String maximum = option("MaxHeapFreeRatio");
		try {
			setOption("MinHeapFreeRatio", "0");
			setOption("MaxHeapFreeRatio", "5");
			// The JVM shrinks the heap in steps: by 0, 10, 40 and 100 percent of what is
			// too much. And what cleaners let go is garbage of the next collection.
			for (int i = 0; i < COLLECTIONS; i++) {
				System.gc();
			}
			command("systemTrimNativeHeap");
		}
		finally {
			setOption("MaxHeapFreeRatio", maximum);
			setOption("MinHeapFreeRatio", minimum);
		}
	}

	private String option(String name) {
		try {
			CompositeData option = (CompositeData) server().invoke(new ObjectName(DIAGNOSTICS), "getVMOption",
					new Object[] { name }, new String[] { String.class.getName() });
			return String.valueOf(option.get("value"));
		}
		catch (JMException | RuntimeException ex) {
			logger.debug("The JVM has no option " + name, ex);
			return "";
		}
	}

	private void setOption(String name, String value) {
		try {
			server().invoke(new ObjectName(DIAGNOSTICS), "setVMOption", new Object[] { name, value },
					new String[] { String.class.getName(), String.class.getName() });
		}
		catch (JMException | RuntimeException ex) {
			logger.debug("The JVM does not take the option " + name, ex);
		}
	}

	private void command(String name) {
		try {
			server().invoke(new ObjectName(COMMANDS), name, new Object[0], new String[0]);
		}
		catch (JMException | RuntimeException ex) {
			logger.debug("The JVM has no command " + name, ex);
		}
	}

	private static MBeanServer server() {
		return ManagementFactory.getPlatformMBeanServer();
	}

}
