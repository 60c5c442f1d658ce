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

package io.wsgi.benchmarks;

import io.wsgi.spring.boot.autoconfigure.WsgiAutoConfiguration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The starter's Tomcat, with the settings that the starter gives it, but without Python.
 * No application behind the gateway can be faster.
 *
 * @author wsgi-spring-boot contributors
 */
@SpringBootApplication(exclude = WsgiAutoConfiguration.class)
public class CeilingApplication {

	public static void main(String[] args) {
		SpringApplication.run(CeilingApplication.class, args);
	}

}
