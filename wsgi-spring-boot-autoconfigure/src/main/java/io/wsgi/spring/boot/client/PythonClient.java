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
 * Makes an interface a client of a Python module: its methods call the functions of that
 * module. A method {@code netPrice} calls the function {@code net_price}, unless
 * {@link PythonFunction @PythonFunction} names another one. The interface becomes a bean
 * if it is in a package of the application, or named by
 * {@link ImportPythonClients @ImportPythonClients}.
 * <p>
 * Arguments are given by name if the function has parameters of all the names that the
 * method has, in {@code snake_case}, and by position if it has none of them. An empty
 * {@link java.util.Optional} is left out, so that the default of the parameter counts.
 * <p>
 * A method returns what the function does, as its return type: a record, a collection, an
 * {@link java.util.Optional} and so on. With
 * {@link java.util.concurrent.CompletableFuture} it returns at once, and with
 * {@link java.util.stream.Stream} what a generator yields comes as it is made; such a
 * stream is to be closed.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 * @see PythonTemplate
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface PythonClient {

	/**
	 * The module, such as {@code shop.pricing}. It is imported when the application
	 * starts. May have placeholders.
	 * @return the name of the module
	 */
	String module();

	/**
	 * The application in whose workers the functions run: {@code default} for that of
	 * {@code wsgi.app}, or a name in {@code wsgi.apps}. Not needed if there is only one.
	 * May have placeholders.
	 * @return the name of the application
	 */
	String application() default "";

	/**
	 * How long a call may take, in the queue and in Python, such as {@code 2s}. By
	 * default as long as {@code wsgi.request-timeout} says. May have placeholders.
	 * @return the time limit
	 */
	String timeout() default "";

}
