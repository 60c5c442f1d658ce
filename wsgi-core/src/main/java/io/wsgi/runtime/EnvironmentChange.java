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

package io.wsgi.runtime;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is different between the environment variables of two lives of a process.
 *
 * @param changed the variables that were added or have another value
 * @param removed the names of those that are no more
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public record EnvironmentChange(Map<String, String> changed, Set<String> removed) {

	public EnvironmentChange {
		changed = Map.copyOf(changed);
		removed = Set.copyOf(removed);
	}

	/**
	 * Compare two environments.
	 * @param before the variables before
	 * @param after the variables after
	 * @return the difference
	 */
	public static EnvironmentChange between(Map<String, String> before, Map<String, String> after) {
		Map<String, String> changed = new TreeMap<>(after);
		changed.entrySet().removeIf((entry) -> Objects.equals(before.get(entry.getKey()), entry.getValue()));
		Set<String> removed = new TreeSet<>(before.keySet());
		removed.removeAll(after.keySet());
		return new EnvironmentChange(changed, removed);
	}

}
