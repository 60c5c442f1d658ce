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

package io.wsgi.spring.boot.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says more of a method of a {@link PythonClient @PythonClient}.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface PythonFunction {

	/**
	 * The name of the function in its module, such as {@code quote} or, of a class there,
	 * {@code Quotes.latest}. By default the name of the method in {@code snake_case}.
	 * @return the name of the function
	 */
	String value() default "";

	/**
	 * How long a call may take, in place of {@link PythonClient#timeout()}. May have
	 * placeholders.
	 * @return the time limit
	 */
	String timeout() default "";

}
