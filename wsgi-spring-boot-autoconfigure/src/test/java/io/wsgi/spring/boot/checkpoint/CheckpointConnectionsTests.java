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

package io.wsgi.spring.boot.checkpoint;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for connections to databases before and after a checkpoint.
 *
 * @author wsgi-spring-boot contributors
 */
@Timeout(600)
class CheckpointConnectionsTests {

	private final RecordingDriver driver = new RecordingDriver();

	@BeforeEach
	void registerDriver() throws Exception {
		DriverManager.registerDriver(this.driver);
	}

	@AfterEach
	void deregisterDriver() throws Exception {
		DriverManager.deregisterDriver(this.driver);
	}

	@Test
	void hikariConnectsAnewToTheDatabaseOfTheNewLaunch() throws Exception {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		MockEnvironment environment = new MockEnvironment().withProperty("spring.datasource.url",
				"jdbc:recording:before");
		try (HikariDataSource dataSource = new HikariDataSource()) {
			dataSource.setJdbcUrl("jdbc:recording:before");
			dataSource.setUsername("user-before");
			dataSource.setMaximumPoolSize(2);
			beans.addBean("dataSource", dataSource);
			HikariPools pools = new HikariPools(beans.getBeanProvider(DataSource.class), environment);
			dataSource.getConnection().close();
			pools.beforeCheckpoint();
			assertThat(this.driver.open).hasValue(0);
			this.driver.connections.clear();
			environment.setProperty("spring.datasource.url", "jdbc:recording:after");
			environment.setProperty("spring.datasource.username", "user-after");
			pools.afterRestore();
			dataSource.getConnection().close();
			assertThat(this.driver.connections).contains("jdbc:recording:after as user-after")
				.doesNotContain("jdbc:recording:before as user-before");
		}
	}

	@Test
	void connectionsInPoolsOfSqlAlchemyAreClosed(@TempDir Path directory) throws Exception {
		List<String> arguments = List.of("--wsgi.app=pooled:app",
				"--wsgi.python-path=" + TestPython.sources("restored"), "--wsgi.virtual-env=" + TestPython.packages(),
				"--wsgi.cache-dir=" + TestPython.cache(), "--wsgi.checkpoint.directory=" + directory, "--server.port=0",
				"--spring.main.banner-mode=off");
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class, ProcessOfTests.class)
			.run(arguments.toArray(String[]::new))) {
			assertThat(get(context, "/connect")).isEqualTo("[true]");
			Checkpoint checkpoint = context.getBean(Checkpoint.class);
			checkpoint.prepare();
			checkpoint.restore(new Launch(Instant.now(), arguments, System.getenv()));
			assertThat(get(context, "/")).isEqualTo("[false]");
			assertThat(get(context, "/connect")).isEqualTo("[false, true]");
		}
	}

	private String get(ConfigurableApplicationContext context, String path) throws Exception {
		int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client
				.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
						BodyHandlers.ofString())
				.body();
		}
	}

	/**
	 * Connects to nothing.
	 */
	public static final class RecordingDriver implements Driver {

		private static final List<String> ALL = new CopyOnWriteArrayList<>();

		private static final AtomicInteger OPEN = new AtomicInteger();

		private final List<String> connections = ALL;

		private final AtomicInteger open = OPEN;

		@Override
		public Connection connect(String url, Properties info) {
			this.connections.add(url + " as " + info.getProperty("user"));
			this.open.incrementAndGet();
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> switch (method.getName()) {
						case "close" -> {
							this.open.decrementAndGet();
							yield null;
						}
						case "isValid", "getAutoCommit" -> true;
						case "isReadOnly", "isClosed" -> false;
						case "getTransactionIsolation", "getNetworkTimeout" -> 0;
						case "hashCode" -> System.identityHashCode(proxy);
						case "equals" -> proxy == arguments[0];
						default -> null;
					});
		}

		@Override
		public boolean acceptsURL(String url) {
			return url.startsWith("jdbc:recording:");
		}

		@Override
		public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
			return new DriverPropertyInfo[0];
		}

		@Override
		public int getMajorVersion() {
			return 1;
		}

		@Override
		public int getMinorVersion() {
			return 0;
		}

		@Override
		public boolean jdbcCompliant() {
			return false;
		}

		@Override
		public Logger getParentLogger() {
			return Logger.getGlobal();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
