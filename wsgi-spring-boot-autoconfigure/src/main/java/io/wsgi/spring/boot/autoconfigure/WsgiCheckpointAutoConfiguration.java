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

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.nio.file.Path;

import javax.sql.DataSource;

import ch.qos.logback.core.FileAppender;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.wsgi.spring.boot.actuate.RestoredMetrics;
import io.wsgi.spring.boot.bridge.jdbc.DatabaseAccess;
import io.wsgi.spring.boot.checkpoint.Checkpoint;
import io.wsgi.spring.boot.checkpoint.CheckpointControl;
import io.wsgi.spring.boot.checkpoint.CheckpointParticipant;
import io.wsgi.spring.boot.checkpoint.CracResource;
import io.wsgi.spring.boot.checkpoint.HikariPools;
import io.wsgi.spring.boot.checkpoint.LaunchConfiguration;
import io.wsgi.spring.boot.checkpoint.LogFiles;
import io.wsgi.spring.boot.checkpoint.Memory;
import io.wsgi.spring.boot.checkpoint.SslBundleRenewal;
import io.wsgi.spring.boot.checkpoint.WebServers;
import io.wsgi.spring.boot.web.ConnectionDrainValve;
import io.wsgi.worker.WorkerPools;
import org.crac.Resource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for a process of which a checkpoint
 * is made. Its launcher sets {@code wsgi.checkpoint.directory}; a JDK with CRaC needs no
 * launcher, but {@code wsgi.checkpoint.crac}.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@AutoConfiguration(after = WsgiWebMvcAutoConfiguration.class,
		afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@Conditional(WsgiCheckpointAutoConfiguration.OnCheckpoint.class)
@ConditionalOnBean({ WorkerPools.class, ConnectionDrainValve.class })
public final class WsgiCheckpointAutoConfiguration {

	// The launcher has opened it
	private static final Path LAUNCHER = Path.of("/proc/self/fd/3");

	@Bean
	WebServers wsgiWebServers(ConnectionDrainValve drain) {
		return new WebServers(drain);
	}

	@Bean
	SslBundleRenewal wsgiSslBundleRenewal(ObjectProvider<SslProperties> properties,
			ObjectProvider<SslBundleRegistry> registry, ObjectProvider<SslBundles> bundles,
			ObjectProvider<ServerProperties> server, WebServers webServers) {
		return new SslBundleRenewal(properties, registry, bundles, server, webServers);
	}

	@Bean
	@ConditionalOnMissingBean
	Checkpoint wsgiCheckpoint(ConfigurableApplicationContext context, WorkerPools pools, WebServers webServers,
			ObjectProvider<CheckpointParticipant> participants, ObjectProvider<Memory> memory,
			ObjectProvider<LaunchConfiguration> launch, WsgiProperties properties) {
		return new Checkpoint(context, pools, webServers, participants.orderedStream().toList(),
				memory.getIfAvailable(() -> Memory.JVM),
				new Checkpoint.Settings(launch.getIfAvailable(() -> LaunchConfiguration.SPRING_ARGUMENTS),
						properties.getCheckpoint().getIgnoredProperties()));
	}

	@Bean
	@ConditionalOnProperty("wsgi.checkpoint.directory")
	@ConditionalOnMissingBean
	CheckpointControl wsgiCheckpointControl(Checkpoint checkpoint, WsgiProperties properties) {
		return new CheckpointControl(checkpoint, Path.of(String.valueOf(properties.getCheckpoint().getDirectory())),
				LAUNCHER, new FileInputStream(FileDescriptor.in), CheckpointControl.Ending.JVM);
	}

	/**
	 * A checkpoint is wanted.
	 */
	static final class OnCheckpoint extends AnyNestedCondition {

		OnCheckpoint() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty("wsgi.checkpoint.directory")
		static class ByLauncher {

		}

		@ConditionalOnBooleanProperty("wsgi.checkpoint.crac")
		static class ByJvm {

		}

	}

	/**
	 * Coordinated Restore at Checkpoint.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Resource.class)
	@ConditionalOnBooleanProperty("wsgi.checkpoint.crac")
	static class CracConfiguration {

		@Bean
		CracResource wsgiCracResource(Checkpoint checkpoint, ApplicationArguments arguments) {
			return new CracResource(checkpoint, arguments);
		}

	}

	/**
	 * Connections to databases.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HikariDataSource.class)
	@ConditionalOnBean(DataSource.class)
	static class HikariConfiguration {

		@Bean
		HikariPools wsgiHikariPools(ObjectProvider<DataSource> dataSources, Environment environment) {
			return new HikariPools(dataSources, environment);
		}

	}

	/**
	 * What Python has of them.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DataSourceUtils.class)
	static class JdbcConfiguration {

		@Bean
		PythonSessions wsgiPythonSessions(ObjectProvider<DatabaseAccess> access) {
			return new PythonSessions(access);
		}

	}

	/**
	 * Metrics.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnBean(MeterRegistry.class)
	static class MetricsConfiguration {

		@Bean
		RestoredMetrics wsgiRestoredMetrics(MeterRegistry registry) {
			return new RestoredMetrics(registry);
		}

	}

	/**
	 * Files of the log.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(FileAppender.class)
	static class LogbackConfiguration {

		@Bean
		LogFiles wsgiLogFiles() {
			return new LogFiles();
		}

	}

}
