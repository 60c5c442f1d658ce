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

package io.wsgi.spring.boot.bridge.jdbc;

import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import javax.sql.DataSource;

import io.wsgi.spring.boot.bridge.DoorService;
import io.wsgi.spring.boot.bridge.jdbc.PlaceholderReader.Style;
import io.wsgi.spring.boot.web.CallScope;
import io.wsgi.spring.boot.web.CallScopeFactory;
import io.wsgi.worker.WorkerSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * Lets Python use the {@link DataSource data sources} of the Spring application, as
 * connections of the Python Database API (PEP 249). What a request has opened and not
 * closed is closed with it.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class DatabaseAccess implements DoorService, CallScopeFactory, DisposableBean {

	private final BeanFactory beanFactory;

	private final Map<String, Set<String>> allowed;

	private final StatementTexts texts = new StatementTexts();

	private final OpenConnections connections = new OpenConnections();

	/**
	 * Create new access.
	 * @param beanFactory has the data sources
	 * @param allowed the names of those that an application may use, by the name of the
	 * application
	 */
	public DatabaseAccess(BeanFactory beanFactory, Map<String, Set<String>> allowed) {
		this.beanFactory = beanFactory;
		this.allowed = Map.copyOf(allowed);
	}

	@Override
	public Map<String, Operation> operations() {
		return Map.of("jdbc.connect", answering(this::connect), "jdbc.execute",
				answering((question) -> new Text(connection(question).execute(command(question)))), "jdbc.batch",
				answering((question) -> connection(question).executeBatch(command(question))), "jdbc.fetch",
				answering((question) -> new Text(
						connection(question).fetch(number(question, 1), fetchSize(question, 2)))),
				"jdbc.finish", answering(this::finish), "jdbc.end", answering(this::end), "jdbc.autocommit",
				answering(this::setAutocommit), "jdbc.isolation", answering(this::setIsolation), "jdbc.close",
				answering(this::close), "jdbc.describe", answering((question) -> connection(question).describe()));
	}

	private static Operation answering(DatabaseOperation operation) {
		return (question) -> {
			try {
				return operation.answer(question);
			}
			catch (SQLException ex) {
				return new Text(SqlFailure.answer(ex));
			}
		};
	}

	private Object connect(Question question) throws SQLException {
		String name = question.text(0);
		if (!this.allowed.getOrDefault(question.application(), Set.of()).contains(name)) {
			return new Text(SqlFailure.answer("InterfaceError", null, 0, "wsgi.data-sources has no '" + name + "'"));
		}
		PythonConnection connection = new PythonConnection(this.beanFactory.getBean(name, DataSource.class),
				this.texts);
		connection.setAutocommit(Boolean.TRUE.equals(question.value(1)));
		connection.setIsolation((int) number(question, 2));
		return this.connections.add(connection);
	}

	private PythonConnection connection(Question question) throws SQLException {
		return this.connections.get(number(question, 0));
	}

	private static Command command(Question question) throws SQLException {
		Style style = (question.value(3) != null) ? Style.valueOf(question.text(3)) : null;
		return new Command(number(question, 1), WholeText.of(question.text(2)), style, question.value(4),
				fetchSize(question, 5));
	}

	// With none at a time there would be no end
	private static int fetchSize(Question question, int index) throws SQLException {
		if (question.value(index) instanceof Integer size && size > 0) {
			return size;
		}
		throw new SQLSyntaxErrorException("fetch_size has to be a positive int, not " + question.value(index));
	}

	private @Nullable Object finish(Question question) throws SQLException {
		connection(question).finish(number(question, 1));
		return null;
	}

	private @Nullable Object end(Question question) throws SQLException {
		if (Boolean.TRUE.equals(question.value(1))) {
			connection(question).commit();
		}
		else {
			connection(question).rollback();
		}
		return null;
	}

	private @Nullable Object setAutocommit(Question question) throws SQLException {
		connection(question).setAutocommit(Boolean.TRUE.equals(question.value(1)));
		return null;
	}

	private @Nullable Object setIsolation(Question question) throws SQLException {
		connection(question).setIsolation((int) number(question, 1));
		return null;
	}

	private @Nullable Object close(Question question) {
		this.connections.close(number(question, 0));
		return null;
	}

	private static long number(Question question, int index) {
		return ((Number) Objects.requireNonNull(question.value(index))).longValue();
	}

	// Nothing to do for applications without databases
	@Override
	public @Nullable CallScope create(WorkerSettings application) {
		return this.allowed.getOrDefault(application.name(), Set.of()).isEmpty() ? null : this.connections.newScope();
	}

	/**
	 * Give all connections back to their pools, such as before a checkpoint. What is not
	 * committed is rolled back; Python code can go on with what it has opened.
	 */
	public void release() {
		this.connections.releaseAll();
	}

	@Override
	public void destroy() {
		this.connections.closeAll();
	}

	/**
	 * An operation of a driver.
	 */
	@FunctionalInterface
	private interface DatabaseOperation {

		@Nullable Object answer(Question question) throws SQLException;

	}

}
