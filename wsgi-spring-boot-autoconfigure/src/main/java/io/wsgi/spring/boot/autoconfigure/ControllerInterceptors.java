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

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.handler.ConversionServiceExposingInterceptor;
import org.springframework.web.servlet.handler.MappedInterceptor;
import org.springframework.web.servlet.resource.ResourceUrlProviderExposingInterceptor;

/**
 * Finds the interceptors that apply to controllers, so that they apply to Python, too:
 * whoever protects all paths with one means those of Python as well.
 *
 * @author wsgi-spring-boot contributors
 */
class ControllerInterceptors {

	private static final String MAPPING = "requestMappingHandlerMapping";

	private final ListableBeanFactory beanFactory;

	ControllerInterceptors(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Find the interceptors, without those that are beans of type
	 * {@link MappedInterceptor}: each handler mapping finds them itself.
	 * @return the interceptors
	 */
	List<HandlerInterceptor> find() {
		if (!this.beanFactory.containsBean(MAPPING)
				|| !(this.beanFactory.getBean(MAPPING) instanceof AbstractHandlerMapping mapping)) {
			return List.of();
		}
		HandlerInterceptor[] interceptors = mapping.getAdaptedInterceptors();
		if (interceptors == null) {
			return List.of();
		}
		Collection<MappedInterceptor> beans = this.beanFactory.getBeansOfType(MappedInterceptor.class, true, false)
			.values();
		return Arrays.stream(interceptors)
			.filter((interceptor) -> !isForViews(interceptor)
					&& beans.stream().noneMatch((bean) -> bean == interceptor))
			.toList();
	}

	// Each request would pay for what Python cannot see
	private boolean isForViews(HandlerInterceptor interceptor) {
		return interceptor instanceof ConversionServiceExposingInterceptor
				|| interceptor instanceof ResourceUrlProviderExposingInterceptor;
	}

}
