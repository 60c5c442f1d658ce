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

import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;

/**
 * Names the interfaces with {@link PythonClient @PythonClient} that become beans, in
 * place of those in the packages of the application. Without any attribute they are
 * looked for in the package of the class that has the annotation, and below it.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Import(ImportedPythonClientsRegistrar.class)
public @interface ImportPythonClients {

	/**
	 * Alias for {@link #types()}.
	 * @return the interfaces
	 */
	@AliasFor("types")
	Class<?>[] value() default {};

	/**
	 * The interfaces.
	 * @return the interfaces
	 */
	@AliasFor("value")
	Class<?>[] types() default {};

	/**
	 * The packages in which to look for interfaces, and below which.
	 * @return the names of the packages
	 */
	String[] basePackages() default {};

	/**
	 * Classes in the packages in which to look for interfaces, and below which.
	 * @return the classes
	 */
	Class<?>[] basePackageClasses() default {};

}
