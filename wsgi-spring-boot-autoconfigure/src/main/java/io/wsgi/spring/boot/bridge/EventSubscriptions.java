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

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;
import org.springframework.core.log.LogMessage;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * Lets Python code listen to events. It hears them after they were published, on a thread
 * of its own: when the transaction of the publisher is committed, if there is one.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class EventSubscriptions implements DoorService, GenericApplicationListener {

	private static final Log logger = LogFactory.getLog(EventSubscriptions.class);

	private final boolean transactions = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager", getClass().getClassLoader());

	private final Map<String, Map<String, Class<?>>> allowed = new LinkedHashMap<>();

	private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

	private final Delivery delivery;

	/**
	 * Create new subscriptions.
	 * @param allowed the types of events that each application may listen to, by its name
	 * @param delivery brings an event to Python
	 */
	public EventSubscriptions(Map<String, List<Class<?>>> allowed, Delivery delivery) {
		allowed.forEach((application, types) -> {
			Map<String, Class<?>> byName = new LinkedHashMap<>();
			types.forEach((type) -> byName.put(type.getName(), type));
			this.allowed.put(application, byName);
		});
		this.delivery = delivery;
	}

	@Override
	public Map<String, Operation> operations() {
		return Map.of("listen", this::listen);
	}

	private @Nullable Object listen(Question question) {
		Class<?> type = this.allowed.getOrDefault(question.application(), Map.of()).get(question.text(0));
		if (type == null) {
			throw new Refusal(Refusal.Kind.LOOKUP, "wsgi.events has no '" + question.text(0) + "'");
		}
		this.subscriptions.add(new Subscription(question.application(), type));
		return null;
	}

	@Override
	public boolean supportsEventType(ResolvableType eventType) {
		ResolvableType payload = eventType.as(PayloadApplicationEvent.class).getGeneric(0);
		Class<?> published = ((payload != ResolvableType.NONE) ? payload : eventType).resolve(Object.class);
		return this.allowed.values()
			.stream()
			.flatMap((types) -> types.values().stream())
			.anyMatch((type) -> type.isAssignableFrom(published) || published.isAssignableFrom(type));
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		Object published = (event instanceof PayloadApplicationEvent<?> wrapped) ? wrapped.getPayload() : event;
		Set<Subscription> interested = new LinkedHashSet<>(this.subscriptions);
		interested.removeIf((subscription) -> !subscription.type().isInstance(published));
		if (interested.isEmpty()) {
			return;
		}
		if (this.transactions && AfterCommit.isInTransaction()) {
			AfterCommit.run(() -> deliver(interested, published));
		}
		else {
			deliver(interested, published);
		}
	}

	private void deliver(Set<Subscription> interested, Object event) {
		for (Subscription subscription : interested) {
			try {
				this.delivery.deliver(subscription.application(), subscription.type().getName(), event)
					.whenComplete((result, failure) -> tell(subscription, event, failure));
			}
			catch (RuntimeException ex) {
				tell(subscription, event, ex);
			}
		}
	}

	private static void tell(Subscription subscription, Object event, @Nullable Throwable failure) {
		if (failure != null) {
			// What it has may be secret
			logger.error(LogMessage.format("The application '%s' has not heard an event of the type %s",
					subscription.application(), event.getClass().getName()), failure);
		}
	}

	/**
	 * Brings an event to Python.
	 */
	@FunctionalInterface
	public interface Delivery {

		/**
		 * Begin to bring it there.
		 * @param application the name of the application
		 * @param type the name of the type that it listens to
		 * @param event the event
		 * @return completes when it is there
		 */
		CompletionStage<?> deliver(String application, String type, Object event);

	}

	/**
	 * What Python code listens to.
	 *
	 * @param application the name of the application
	 * @param type the type of event
	 */
	private record Subscription(String application, Class<?> type) {

	}

	/**
	 * Knows transactions, which may not be on the class path.
	 */
	private static final class AfterCommit {

		private AfterCommit() {
		}

		static boolean isInTransaction() {
			return TransactionSynchronizationManager.isActualTransactionActive()
					&& TransactionSynchronizationManager.isSynchronizationActive();
		}

		static void run(Runnable action) {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					action.run();
				}

			});
		}

	}

}
