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

package io.wsgi.spring.boot.testsupport;

/**
 * What {@code /actuator/prometheus} responds with.
 *
 * @param text the text
 * @author wsgi-spring-boot contributors
 */
public record PrometheusPage(String text) {

	/**
	 * Add up the samples of a metric.
	 * @param name the name; with labels, those that a sample begins with
	 * @return the sum, 0 if there are none
	 */
	public double sum(String name) {
		return this.text.lines()
			.filter((line) -> name.contains("{") ? line.startsWith(name)
					: line.startsWith(name + "{") || line.startsWith(name + " "))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

}
