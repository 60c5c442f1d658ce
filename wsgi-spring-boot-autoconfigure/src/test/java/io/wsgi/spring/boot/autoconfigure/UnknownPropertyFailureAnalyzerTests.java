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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link UnknownPropertyFailureAnalyzer}, {@link NearestProperty}, and which
 * names {@link WsgiProperties} takes.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class UnknownPropertyFailureAnalyzerTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Properties.class);

	@ParameterizedTest
	@CsvSource({ "wsgi.thread, wsgi.threads", "wsgi.apps.shop.thraed, wsgi.apps.shop.threads",
			"wsgi.maxRequest, wsgi.max-requests", "wsgi.max_request, wsgi.max-requests", "wsgi.ap, wsgi.app",
			"wsgi.enabeld, wsgi.enabled", "wsgi.heatlh.path, wsgi.health.path", "wsgi.health-path, wsgi.health.path",
			"wsgi.health.tiemout, wsgi.health.timeout", "wsgi.checkpoint.reimports, wsgi.checkpoint.reimport",
			"wsgi.apps.shop.thread, wsgi.apps.shop.threads", "wsgi.app.shop.path, wsgi.apps.shop.path",
			"wsgi.apps.shop.health.pth, wsgi.apps.shop.health.path",
			"wsgi.apps.shop.handle-sigterm, wsgi.handle-sigterm", "wsgi.warmup[0].pth, wsgi.warmup[0].path",
			"wsgi.apps.shop.warmup[0].counts, wsgi.apps.shop.warmup[0].count", "wsgi.bean[0], wsgi.beans[0]",
			"wsgi.envs.HOME, wsgi.env.home",
			"wsgi.engine-option.engine.Compilation, " + "wsgi.engine-options.engine.compilation" })
	void unknownNameEndsTheStartWithTheNearestKnownOne(String name, String nearest) {
		assertThat(analyze(name).getDescription()).contains("There is no such configuration property:")
			.contains("(\"" + name + "\" from property source \"test\")")
			.endsWith(": did you mean " + nearest + "?");
	}

	@ParameterizedTest
	@ValueSource(strings = { "wsgi.bind", "wsgi.dev", "wsgi.apps.shop.database", "wsgi.threads.number" })
	void unknownNameThatIsLikeNoOtherIsNamedAlone(String name) {
		FailureAnalysis analysis = analyze(name);
		assertThat(analysis.getDescription())
			.endsWith(System.lineSeparator() + "    " + name + " (\"" + name + "\" from property source \"test\")");
		assertThat(analysis.getAction()).startsWith("Correct the name, or remove the property.");
	}

	@Test
	void allUnknownNamesAreListed() {
		assertThat(analyze("wsgi.thread", "wsgi.bind").getDescription()).contains("wsgi.thread (", "wsgi.bind (");
	}

	@Test
	void listWithAGapIsExplained() {
		assertThat(analyze("wsgi.beans[0]", "wsgi.beans[2]").getDescription()).contains(
				"wsgi.beans[2] (\"wsgi.beans[2]\" from property source \"test\"): the elements of a list have the "
						+ "numbers 0, 1, 2 and so on, without a gap");
	}

	@ParameterizedTest
	@ValueSource(strings = { "wsgi.enabled=true", "wsgi.maxRequests=3", "wsgi.max_requests=3", "wsgi.interface=asgi",
			"wsgi.env.DJANGO_SETTINGS_MODULE=shop", "wsgi.env.a.b=c", "wsgi.env[a.b/c]=d",
			"wsgi.engine-options.engine.TraceCompilation=true", "wsgi.warmup[0].headers.X-One=1",
			"wsgi.health.headers.Host=a", "wsgi.apps.my-shop.threads=3", "wsgi.apps[a.b].env.HOME=/",
			"wsgi.apps.shop.warmup[0].headers.X-One=1", "wsgi.beans=a,b", "wsgi.beans[0]=a",
			"wsgi.checkpoint.ignored-properties=a", "wsgishop.thread=3", "shop.wsgi.thread=3" })
	void knownNamesAndKeysOfMapsAndOtherPrefixesAreTaken(String property) {
		this.runner.withPropertyValues(property).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void listsOfOneSourceTakeThePlaceOfThoseOfAnother() {
		this.runner
			.withPropertyValues("wsgi.beans=one", "wsgi.warmup[0].path=/one", "wsgi.apps.shop.warmup[0].path=/one")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("defaults",
						Map.of("wsgi.beans[0]", "a", "wsgi.beans[1]", "b", "wsgi.warmup[0].count", "3",
								"wsgi.warmup[1].path", "/two", "wsgi.warmup[1].headers.Host", "two",
								"wsgi.apps.shop.warmup[1].time", "3s"))))
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(WsgiProperties.class)
				.satisfies((properties) -> assertThat(properties.getWarmup()).hasSize(1)));
	}

	@Test
	void variablesOfTheProcessMayHaveAnyName() {
		// Kubernetes makes such ones for a service with the name "wsgi"
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of("WSGI_PORT", "tcp://10.0.0.1:80", "WSGI_SERVICE_HOST", "10.0.0.1",
										"WSGI_THREADS", "3"))))
			.withSystemProperties("wsgi.server.directory=/")
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(WsgiProperties.class)
				.extracting(WsgiProperties::getThreads)
				.isEqualTo(3));
	}

	@Test
	void propertiesOfOthersAreLeftToSpringBoot() {
		new ApplicationContextRunner().withUserConfiguration(OthersConfiguration.class)
			.withPropertyValues("others.unknown=1")
			.run((context) -> assertThat(new UnknownPropertyFailureAnalyzer().analyze(context.getStartupFailure()))
				.isNull());
	}

	@Test
	void lineOfTheFileIsPrinted(@TempDir Path directory, CapturedOutput output) throws IOException {
		Path file = Files.writeString(directory.resolve("application.yml"), """
				wsgi:
				  app: app:app
				  apps:
				    shop:
				      app: shop:app
				      path: /shop
				      thraeds: 3
				""");
		SpringApplication application = new SpringApplication(Properties.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run("--spring.config.location=" + directory + "/"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("wsgi.apps.shop.thraeds (" + "URL [file:" + file + "] - 7:16): did you mean "
					+ "wsgi.apps.shop.threads?");
	}

	private FailureAnalysis analyze(String... names) {
		FailureAnalysis[] analysis = new FailureAnalysis[1];
		ApplicationContextRunner runner = this.runner;
		for (String name : names) {
			runner = runner.withPropertyValues(name + "=3");
		}
		runner.run((context) -> {
			assertThat(context).hasFailed();
			analysis[0] = new UnknownPropertyFailureAnalyzer().analyze(context.getStartupFailure());
		});
		return analysis[0];
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(WsgiProperties.class)
	static class Properties {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Others.class)
	static class OthersConfiguration {

	}

	@ConfigurationProperties(prefix = "others", ignoreUnknownFields = false)
	static class Others {

	}

}
