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

package io.wsgi.spring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;
import org.springframework.boot.test.context.PropertyMapping.Skip;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureWebMvc;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.env.Environment;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/**
 * Annotation for a test of a WSGI application, and of nothing else: Python is started
 * with it, but no web server, and no component of the Spring application, except for
 * those that {@link #includeFilters()} names. What Python calls with {@code spring.bean}
 * is to be given by {@code @MockitoBean}, {@code @TestBean} or {@code @Import}.
 * <p>
 * Requests are made with a {@link MockMvcTester} that is injected: they pass no network,
 * and nothing in front of Python but beans of type {@code Filter}. Test classes that want
 * the same share one Spring application, and so one start of Python.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(WsgiTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(WsgiTypeExcludeFilter.class)
@AutoConfigureWsgi
@AutoConfigureWebMvc
@AutoConfigureMockMvc
@ImportAutoConfiguration
public @interface WsgiTest {

	/**
	 * The application, such as {@code module:app}, in place of the one that the property
	 * {@code wsgi.app} names.
	 * @return the application
	 */
	@PropertyMapping(value = "wsgi.app", skip = Skip.ON_DEFAULT_VALUE)
	String app() default "";

	/**
	 * Names and types of the beans that Python code may call, in place of those that the
	 * property {@code wsgi.beans} names.
	 * @return the names and types
	 */
	@PropertyMapping(value = "wsgi.beans", skip = Skip.ON_DEFAULT_VALUE)
	String[] beans() default {};

	/**
	 * Properties in the form {@literal key=value} that are added to the
	 * {@link Environment} before the application starts.
	 * @return the properties
	 */
	String[] properties() default {};

	/**
	 * Whether the default filtering is used with
	 * {@link org.springframework.boot.autoconfigure.SpringBootApplication @SpringBootApplication}.
	 * By default no components are found.
	 * @return whether it is
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Filters for components that are added all the same.
	 * @return the filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * Filters for components that are left out again.
	 * @return the filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations that are left out.
	 * @return the auto-configurations
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
