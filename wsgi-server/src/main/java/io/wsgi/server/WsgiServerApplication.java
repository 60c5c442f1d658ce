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

package io.wsgi.server;

import java.nio.file.Path;
import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Serves the Python application that the command line names.
 *
 * @author wsgi-spring-boot contributors
 */
@SpringBootApplication
public class WsgiServerApplication {

	private static final String PID_FILE = "--spring.pid.file=";

	// Set by bin/wsgi-server, which changes to the directory of --chdir
	private static final String DIRECTORY = "wsgi.server.directory";

	public static void main(String[] args) {
		try {
			CommandLine commandLine = CommandLine.parse(args);
			Launch launch = new Launch(commandLine, System.getenv(), Path.of(System.getProperty(DIRECTORY, "")));
			switch (commandLine.action()) {
				case HELP -> System.out.print(Help.text());
				case VERSION -> System.out.print(Help.version());
				case PRINT_CONFIG -> launch.configuration().forEach(System.out::println);
				default -> serve(launch);
			}
		}
		catch (UsageException ex) {
			System.err.println("wsgi-server: " + ex.getMessage());
			System.err.println("wsgi-server --help lists the options.");
			System.exit(2);
		}
	}

	@Bean
	RestoredLaunch restoredLaunch() {
		return new RestoredLaunch(Path.of(System.getProperty(DIRECTORY, "")));
	}

	static ConfigurableApplicationContext serve(Launch launch) {
		SpringApplication application = new SpringApplication(WsgiServerApplication.class);
		application.setMainApplicationClass(WsgiServerApplication.class);
		List<String> arguments = launch.arguments();
		application.setDefaultProperties(launch.defaults());
		if (arguments.stream().anyMatch((argument) -> argument.startsWith(PID_FILE))) {
			application.addListeners(new ApplicationPidFileWriter());
		}
		return application.run(arguments.toArray(String[]::new));
	}

}
