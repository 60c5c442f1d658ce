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

package io.wsgi.spring.boot.bridge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.wsgi.runtime.JavaDoor;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Makes the door of each application.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class SpringDoors {

	private final ListableBeanFactory beanFactory;

	private final Map<String, DoorService.Operation> operations = new HashMap<>();

	/**
	 * Create the doors.
	 * @param beanFactory has the beans
	 * @param services what all applications can ask
	 */
	public SpringDoors(ListableBeanFactory beanFactory, List<DoorService> services) {
		this.beanFactory = beanFactory;
		// Without Spring Security there is nobody
		this.operations.put("principal", (question) -> null);
		services.forEach((service) -> this.operations.putAll(service.operations()));
	}

	/**
	 * Make a door.
	 * @param application the name of the application
	 * @param beans the names and types of the beans that it may call
	 * @return the door
	 * @throws UnknownBeanException if there is none of such a name or type
	 */
	public JavaDoor create(String application, List<String> beans) {
		Map<String, DoorService.Operation> all = new HashMap<>(this.operations);
		all.putAll(new BeanCalls(this.beanFactory, beans).operations());
		return new SpringDoor(application, all);
	}

}
