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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.wsgi.spring.boot.client.PythonClientFactoryBean;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Conditional;

/**
 * {@link Conditional @Conditional} that matches when there is something for Python to do:
 * there is a Python, the Spring application is a servlet web application, or has a
 * {@link io.wsgi.spring.boot.client.PythonClient @PythonClient}, and {@code wsgi.enabled}
 * is not {@code false}.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional({ ConditionalOnWsgiEnabled.OnAnyRuntime.class, ConditionalOnWsgiEnabled.OnAnyUse.class })
@ConditionalOnBooleanProperty(name = "wsgi.enabled", matchIfMissing = true)
public @interface ConditionalOnWsgiEnabled {

	/**
	 * Whether there is a Python at all.
	 */
	final class OnAnyRuntime extends AnyNestedCondition {

		OnAnyRuntime() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@ConditionalOnClass(name = "io.wsgi.graalpy.GraalPyRuntime")
		static class OnGraalPy {

		}

		@ConditionalOnClass(name = "io.wsgi.cpython.CPythonRuntime")
		static class OnCPython {

		}

	}

	/**
	 * Whether anything may call Python.
	 */
	final class OnAnyUse extends AnyNestedCondition {

		OnAnyUse() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		static class OnServlet {

		}

		@ConditionalOnBean(PythonClientFactoryBean.class)
		static class OnClient {

		}

	}

}
