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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import io.wsgi.spring.boot.web.AsyncCallScope;
import io.wsgi.spring.boot.web.CallScope;
import io.wsgi.spring.boot.web.CallScopeFactory;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import io.wsgi.worker.WorkerSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * Lets Python begin and end transactions, each on the thread that it runs on. As a
 * {@link CallScopeFactory} it rolls back what a call has left open.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class Transactions implements DoorService, CallScopeFactory {

	private static final Log logger = LogFactory.getLog(Transactions.class);

	private final BeanFactory beanFactory;

	private final AtomicLong numbers = new AtomicLong();

	private final ThreadLocal<Deque<Begun>> begun = ThreadLocal.withInitial(ArrayDeque::new);

	private final ThreadLocal<@Nullable CleaningScope> scopes = new ThreadLocal<>();

	private volatile boolean used;

	/**
	 * Create new transactions.
	 * @param beanFactory has the transaction managers
	 */
	public Transactions(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public Map<String, Operation> operations() {
		return Map.of("transaction.begin", this::begin, "transaction.commit", this::commit, "transaction.rollback",
				this::rollback, "transaction.rollback_only", this::setRollbackOnly);
	}

	// Nothing to do for applications without transactions
	@Override
	public @Nullable CallScope create(WorkerSettings application) {
		return this.used ? new CleaningScope() : null;
	}

	private Object begin(Question question) {
		Map<?, ?> options = Objects.requireNonNull((Map<?, ?>) question.value(0));
		PlatformTransactionManager manager = manager(options.get("manager"));
		DefaultTransactionDefinition definition = definition(options);
		this.used = true;
		CleaningScope scope = this.scopes.get();
		if (scope == null) {
			cleanAfterCall();
		}
		Begun transaction = new Begun(this.numbers.incrementAndGet(), manager, manager.getTransaction(definition),
				scope);
		this.begun.get().push(transaction);
		return transaction.number();
	}

	// It has begun when there were no transactions
	private void cleanAfterCall() {
		this.beanFactory.getBeanProvider(WorkerPools.class)
			.ifAvailable((pools) -> pools.pools()
				.stream()
				.filter(WorkerPool::isCalling)
				.forEach((workers) -> workers.afterCall(this::rollbackAll)));
	}

	private PlatformTransactionManager manager(@Nullable Object name) {
		try {
			return (name != null) ? this.beanFactory.getBean(name.toString(), PlatformTransactionManager.class)
					: this.beanFactory.getBean(PlatformTransactionManager.class);
		}
		catch (BeansException ex) {
			throw new Refusal(Refusal.Kind.LOOKUP, "There is no such transaction manager: " + ex.getMessage());
		}
	}

	private static DefaultTransactionDefinition definition(Map<?, ?> options) {
		DefaultTransactionDefinition definition = new DefaultTransactionDefinition();
		try {
			if (option(options, "propagation", String.class) instanceof String propagation) {
				definition.setPropagationBehaviorName(
						DefaultTransactionDefinition.PREFIX_PROPAGATION + propagation.toUpperCase(Locale.ROOT));
			}
			if (option(options, "isolation", String.class) instanceof String isolation) {
				definition.setIsolationLevelName(
						DefaultTransactionDefinition.PREFIX_ISOLATION + isolation.toUpperCase(Locale.ROOT));
			}
			if (option(options, "timeout", Integer.class) instanceof Integer timeout) {
				definition.setTimeout(timeout);
			}
		}
		catch (IllegalArgumentException ex) {
			throw new Refusal(Refusal.Kind.TYPE, "There is no such transaction: " + options);
		}
		definition.setReadOnly(Boolean.TRUE.equals(options.get("read_only")));
		return definition;
	}

	// What is of another type must not be left out silently
	private static @Nullable Object option(Map<?, ?> options, String name, Class<?> type) {
		Object value = options.get(name);
		if (value != null && !type.isInstance(value)) {
			throw new Refusal(Refusal.Kind.TYPE, "%s of a transaction is %s, not %s".formatted(name,
					(type == String.class) ? "a str" : "an int", value));
		}
		return value;
	}

	private @Nullable Object commit(Question question) {
		Begun transaction = end(question);
		transaction.manager().commit(transaction.status());
		return null;
	}

	private @Nullable Object rollback(Question question) {
		Begun transaction = end(question);
		transaction.manager().rollback(transaction.status());
		return null;
	}

	private @Nullable Object setRollbackOnly(Question question) {
		this.begun.get()
			.stream()
			.filter((transaction) -> transaction.number() == number(question))
			.findFirst()
			.orElseThrow(Transactions::notHere)
			.status()
			.setRollbackOnly();
		return null;
	}

	private Begun end(Question question) {
		long number = number(question);
		Deque<Begun> transactions = this.begun.get();
		if (transactions.stream().noneMatch((transaction) -> transaction.number() == number)) {
			throw notHere();
		}
		// Those inside of it, whose end was missed
		while (transactions.element().number() != number) {
			rollback(transactions.pop());
		}
		return transactions.pop();
	}

	private static long number(Question question) {
		return ((Number) Objects.requireNonNull(question.value(0))).longValue();
	}

	private static Refusal notHere() {
		return new Refusal(Refusal.Kind.STATE, "The transaction was not begun on this thread, or is over");
	}

	private void rollbackAll() {
		Deque<Begun> transactions = this.begun.get();
		while (!transactions.isEmpty()) {
			rollback(transactions.pop());
		}
	}

	private static void rollback(Begun left) {
		logger.warn("A transaction that Python code has not ended is rolled back");
		try {
			left.manager().rollback(left.status());
		}
		catch (RuntimeException ex) {
			logger.error("A transaction that Python code has not ended could not be rolled back", ex);
		}
	}

	/**
	 * A transaction.
	 *
	 * @param number its number
	 * @param manager what it is of
	 * @param status its status
	 * @param scope that of the call which has begun it, if it has one
	 */
	private record Begun(long number, PlatformTransactionManager manager, TransactionStatus status,
			@Nullable CleaningScope scope) {

	}

	/**
	 * Leaves no transaction to the next call of the thread.
	 */
	private final class CleaningScope implements AsyncCallScope {

		@Override
		public void open() {
			rollbackAll();
			Transactions.this.scopes.set(this);
		}

		// A thread that an application of ASGI has started, and that may serve others
		// later
		@Override
		public Runnable enter() {
			Begun last = Transactions.this.begun.get().peek();
			if (last != null && last.scope() != this) {
				rollbackAll();
			}
			CleaningScope before = Transactions.this.scopes.get();
			Transactions.this.scopes.set(this);
			return () -> Transactions.this.scopes.set(before);
		}

		@Override
		public void close(int status, @Nullable String report) {
			Transactions.this.scopes.remove();
			rollbackAll();
		}

	}

}
