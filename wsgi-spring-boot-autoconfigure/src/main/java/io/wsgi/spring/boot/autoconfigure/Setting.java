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

package io.wsgi.spring.boot.autoconfigure;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * A setting in force, and the property that it is from.
 *
 * @param <T> the type of the value
 * @param property the full name of the property
 * @param value the value
 * @author wsgi-spring-boot contributors
 */
record Setting<T extends @Nullable Object>(String property, T value) {

	/**
	 * Refuse a value that makes no sense.
	 * @param valid tells whether it does
	 * @param reason what to set the property to instead
	 * @throws InvalidConfigurationPropertyValueException if it makes no sense
	 */
	void check(Predicate<T> valid, String reason) {
		if (!valid.test(this.value)) {
			throw refused(reason);
		}
	}

	/**
	 * Return what to throw if the value cannot be taken.
	 * @param reason why
	 * @return the exception
	 */
	InvalidConfigurationPropertyValueException refused(String reason) {
		return new InvalidConfigurationPropertyValueException(this.property, this.value, reason);
	}

}
