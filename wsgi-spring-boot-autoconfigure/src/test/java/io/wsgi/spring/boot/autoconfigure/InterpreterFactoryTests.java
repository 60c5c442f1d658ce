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

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.wsgi.runtime.JavaDoor;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.runtime.PythonRuntime;
import io.wsgi.runtime.PythonSettings;
import io.wsgi.spring.boot.bridge.SpringDoors;
import io.wsgi.spring.boot.web.EnvironCustomizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link InterpreterFactory}.
 *
 * @author wsgi-spring-boot contributors
 */
class InterpreterFactoryTests {

	private final PythonRuntime runtime = mock();

	private final PythonInterpreter interpreter = mock();

	private final PythonSettings settings = mock();

	private final SpringDoors doors = new SpringDoors(
			new StaticListableBeanFactory(Map.of("shop", "a bean", "ledger", 7)), List.of());

	private final WsgiProperties properties = new WsgiProperties();

	@BeforeEach
	void makeInterpreter() {
		given(this.runtime.newInterpreter(any(), any())).willReturn(this.interpreter);
		WsgiProperties.Application own = new WsgiProperties.Application();
		own.setApp("own:app");
		own.setPath("/own");
		this.properties.setApp("shop:app");
		this.properties.getApps().put("own", own);
	}

	private InterpreterFactory factory(EnvironCustomizer... customizers) {
		return new InterpreterFactory(this.runtime, null, null, null, () -> Stream.of(customizers), () -> this.doors,
				(application) -> "");
	}

	private WsgiApplication application(String name) {
		return WsgiApplications.of(this.properties, false).named(name);
	}

	@Test
	void pythonCallsTheBeansOfTheApplication() {
		this.properties.setBeans(List.of("shop"));
		this.properties.getApps().get("own").setBeans(List.of("java.lang.Integer"));
		ArgumentCaptor<JavaDoor> door = ArgumentCaptor.captor();
		factory().create(application("default"), this.settings);
		factory().create(application("own"), this.settings);
		then(this.interpreter).should(times(2)).open(door.capture());
		JavaDoor shared = door.getAllValues().get(0);
		JavaDoor own = door.getAllValues().get(1);
		assertThat(shared.ask("[\"bean\",\"shop\"]")).isEqualTo("[true,\"shop\"]");
		assertThat(shared.ask("[\"bean\",\"ledger\"]")).startsWith("[false,\"bean\"");
		assertThat(own.ask("[\"bean\",\"java.lang.Integer\"]")).isEqualTo("[true,\"ledger\"]");
		assertThat(own.ask("[\"bean\",\"shop\"]")).startsWith("[false,\"bean\"");
	}

	@Test
	void beanThatIsNotThereEndsTheStart() {
		this.properties.getApps().get("own").setBeans(List.of("shop", "no.such.Type"));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> factory().create(application("own"), this.settings))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("wsgi.apps.own.beans"))
			.satisfies(
					(ex) -> assertThat(ex.getReason()).isEqualTo("There is no bean of the name or type no.such.Type."));
	}

	@Test
	void variablesWithDataAreDecodedOnlyWhereThereAreSome() {
		factory((request, environ) -> {
		}).create(application("default"), this.settings);
		then(this.interpreter).should(never()).decodeVariables(any());
		EnvironCustomizer data = mock();
		given(data.dataVariables()).willReturn(Set.of("a", "b"));
		factory(data).create(application("default"), this.settings);
		then(this.interpreter).should().decodeVariables(Set.of("a", "b"));
	}

	@Test
	void whatIsNoQuestionIsRefused() {
		JavaDoor door = this.doors.create("default", List.of());
		assertThat(door.ask("[\"principal\"]")).isEqualTo("[true,null]");
		assertThat(door.ask("[\"nothing\"]")).startsWith("[false,\"state\"");
		assertThat(door.ask("[\"principal\"")).startsWith("[false,\"java\"").contains("IllegalArgumentException");
		assertThat(door.ask("[".repeat(200))).startsWith("[false,\"java\"").contains("nested more than 100 times");
	}

}
