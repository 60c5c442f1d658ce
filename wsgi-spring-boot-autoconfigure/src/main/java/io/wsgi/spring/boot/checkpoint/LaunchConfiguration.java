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

import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * Makes properties of the command line with which a process was launched that is restored
 * from a checkpoint. An application that translates its command line before it hands it
 * to Spring has a bean of this type.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@FunctionalInterface
public interface LaunchConfiguration {

	/**
	 * The arguments are those of Spring Boot: {@code --name=value}.
	 */
	LaunchConfiguration SPRING_ARGUMENTS = (launch, sources) -> {
		if (!launch.arguments().isEmpty()) {
			sources.addFirst(new SimpleCommandLinePropertySource(launch.arguments().toArray(String[]::new)));
		}
	};

	/**
	 * Add the properties.
	 * @param launch the command line, and the environment variables
	 * @param sources where to add a source named
	 * {@value org.springframework.core.env.CommandLinePropertySource#COMMAND_LINE_PROPERTY_SOURCE_NAME}
	 * first, if there are arguments. It holds the default properties of the process that
	 * was dumped, which may be replaced
	 */
	void addTo(Launch launch, MutablePropertySources sources);

}
