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

import java.lang.reflect.Field;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;

/**
 * Ends the connection pools of the application before a checkpoint, so that each begins
 * anew with the first connection after the restore, for the database that is configured
 * then. The {@link DataSource} remains the same.
 *
 * @author wsgi-spring-boot contributors
 */
public final class HikariPools implements CheckpointParticipant {

	private static final String URL = "spring.datasource.url";

	private final ObjectProvider<DataSource> dataSources;

	private final Environment environment;

	private @Nullable String urlBefore;

	private final List<HikariDataSource> ended = new ArrayList<>();

	/**
	 * Create a new instance.
	 * @param dataSources those of the application
	 * @param environment tells the database of the one that Spring Boot makes
	 */
	public HikariPools(ObjectProvider<DataSource> dataSources, Environment environment) {
		this.dataSources = dataSources;
		this.environment = environment;
	}

	@Override
	public void beforeCheckpoint() {
		this.ended.clear();
		this.urlBefore = this.environment.getProperty(URL);
		this.dataSources.stream().forEach((dataSource) -> {
			HikariDataSource pool = unwrap(dataSource);
			if (pool != null && !pool.isClosed()) {
				end(pool);
				this.ended.add(pool);
			}
		});
	}

	private static @Nullable HikariDataSource unwrap(DataSource dataSource) {
		try {
			return dataSource.isWrapperFor(HikariDataSource.class) ? dataSource.unwrap(HikariDataSource.class) : null;
		}
		catch (SQLException ex) {
			throw new IllegalStateException("A DataSource does not tell what it is", ex);
		}
	}

	private void end(HikariDataSource dataSource) {
		try {
			Field current = field(HikariDataSource.class, "pool");
			if (current.get(dataSource) instanceof HikariPool pool) {
				pool.shutdown();
				if (field(HikariDataSource.class, "fastPathPool").get(dataSource) != null) {
					throw new IllegalStateException(dataSource + " was made from a HikariConfig, so that it cannot "
							+ "connect anew after a checkpoint: make it with its other constructor");
				}
				current.set(dataSource, null);
				field(HikariConfig.class, "sealed").setBoolean(dataSource, false);
			}
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("This version of HikariCP has other fields", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static Field field(Class<?> type, String name) throws ReflectiveOperationException {
		Field field = type.getDeclaredField(name);
		field.setAccessible(true);
		return field;
	}

	@Override
	public void afterRestore() {
		String url = this.environment.getProperty(URL);
		for (HikariDataSource dataSource : this.ended) {
			if (url != null && Objects.equals(dataSource.getJdbcUrl(), this.urlBefore)) {
				if (!kind(url).equals(kind(dataSource.getJdbcUrl()))) {
					throw new RestoreRefusedException(URL + " is that of another kind of database");
				}
				dataSource.setJdbcUrl(url);
				dataSource.setUsername(this.environment.getProperty("spring.datasource.username"));
				dataSource.setPassword(this.environment.getProperty("spring.datasource.password"));
			}
		}
	}

	// jdbc:postgresql:...
	private static String kind(String url) {
		String[] parts = url.split(":", 3);
		return (parts.length > 1) ? parts[1] : url;
	}

}
