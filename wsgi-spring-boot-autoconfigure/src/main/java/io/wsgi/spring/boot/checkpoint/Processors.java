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

import javax.management.Attribute;
import javax.management.JMException;
import javax.management.ObjectName;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The number of processors, which may be another one after a restore.
 *
 * @author wsgi-spring-boot contributors
 */
final class Processors {

	private static final Log logger = LogFactory.getLog(Processors.class);

	private static final String SCHEDULER = "jdk.management:type=VirtualThreadScheduler";

	private final int before = Runtime.getRuntime().availableProcessors();

	/**
	 * Have as many virtual threads run at a time as there are processors now.
	 */
	void adapt() {
		int now = Runtime.getRuntime().availableProcessors();
		if (now != this.before) {
			try {
				ManagementFactory.getPlatformMBeanServer()
					.setAttribute(new ObjectName(SCHEDULER), new Attribute("Parallelism", now));
			}
			catch (JMException | RuntimeException ex) {
				logger.debug("The scheduler of virtual threads stays as it is", ex);
			}
		}
	}

}
