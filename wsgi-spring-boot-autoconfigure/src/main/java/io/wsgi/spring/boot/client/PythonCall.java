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

package io.wsgi.spring.boot.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.wsgi.spring.boot.bridge.PythonValues;
import io.wsgi.worker.WorkerPool;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * The call of a function of Python that is being described. It is made by the methods
 * {@link #execute()}, {@code retrieve}, {@code retrieveAsync} and {@code stream}. All of
 * these throw, or complete with, {@link PythonException} if the function raises an
 * exception, {@link PythonTimeoutException} if it takes too long,
 * {@link PythonRejectedException} if it cannot be called now, and
 * {@link PythonClientException} if what it returns is not what is wanted. Values that
 * Python has no value for are an {@link IllegalArgumentException}.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class PythonCall {

	private final PythonTemplate template;

	private final String module;

	private final String function;

	private final List<List<@Nullable Object>> arguments = new ArrayList<>();

	private @Nullable String application;

	private @Nullable Duration timeout;

	PythonCall(PythonTemplate template, String module, String function) {
		Assert.hasText(module, "'module' must not be empty");
		Assert.hasText(function, "'function' must not be empty");
		this.template = template;
		this.module = module;
		this.function = function;
	}

	/**
	 * Make the call in one of several applications.
	 * @param application the name of the application: {@code default} for that of
	 * {@code wsgi.app}, or a name in {@code wsgi.apps}
	 * @return this call
	 */
	public PythonCall application(String application) {
		this.application = application;
		return this;
	}

	/**
	 * Limit the time of the call, in the queue and in Python. By default it is as long as
	 * {@code wsgi.request-timeout} says.
	 * @param timeout the time limit
	 * @return this call
	 */
	public PythonCall timeout(Duration timeout) {
		Assert.isTrue(timeout.isPositive(), "'timeout' must be positive");
		this.timeout = timeout;
		return this;
	}

	/**
	 * Add an argument. Python gets it as what the annotation of its parameter says, such
	 * as a dataclass. An empty {@link Optional} is left out if the parameter has a
	 * default.
	 * @param name the name of the parameter. Arguments are given by name if the function
	 * has parameters of all their names, and by position if it has none of them
	 * @param value the value
	 * @return this call
	 */
	public PythonCall argument(String name, @Nullable Object value) {
		return add(name, value);
	}

	/**
	 * Add an argument by its position.
	 * @param value the value
	 * @return this call
	 */
	public PythonCall argument(@Nullable Object value) {
		return add(null, value);
	}

	private PythonCall add(@Nullable String name, @Nullable Object value) {
		boolean present = !(value instanceof Optional<?> optional) || optional.isPresent();
		this.arguments.add(Arrays.asList(name, value, present));
		return this;
	}

	/**
	 * Make the call, and forget its result.
	 */
	public void execute() {
		retrieve(ResolvableType.forClass(void.class));
	}

	/**
	 * Make the call.
	 * @param <T> the type of the result
	 * @param type the type of the result
	 * @return what the function returns
	 */
	@SuppressWarnings("unchecked")
	public <T> @Nullable T retrieve(Class<T> type) {
		return (T) retrieve(ResolvableType.forClass(type));
	}

	/**
	 * Make the call.
	 * @param <T> the type of the result
	 * @param type the type of the result, with that of its elements
	 * @return what the function returns
	 */
	@SuppressWarnings("unchecked")
	public <T> @Nullable T retrieve(ParameterizedTypeReference<T> type) {
		return (T) retrieve(ResolvableType.forType(type));
	}

	/**
	 * Make the call, and do not wait for it.
	 * @param <T> the type of the result
	 * @param type the type of the result
	 * @return completes with what the function returns, on a virtual thread; to cancel it
	 * ends the call
	 */
	@SuppressWarnings("unchecked")
	public <T> CompletableFuture<@Nullable T> retrieveAsync(Class<T> type) {
		return (CompletableFuture<@Nullable T>) retrieveAsync(ResolvableType.forClass(type));
	}

	/**
	 * Make the call, and do not wait for it.
	 * @param <T> the type of the result
	 * @param type the type of the result, with that of its elements
	 * @return completes with what the function returns, on a virtual thread; to cancel it
	 * ends the call
	 */
	@SuppressWarnings("unchecked")
	public <T> CompletableFuture<@Nullable T> retrieveAsync(ParameterizedTypeReference<T> type) {
		return (CompletableFuture<@Nullable T>) retrieveAsync(ResolvableType.forType(type));
	}

	/**
	 * Make the call of a generator, or of a function that returns something else that can
	 * be iterated over.
	 * @param <T> the type of the elements
	 * @param type the type of the elements
	 * @return the elements, as they are made. The generator is a few of them ahead and
	 * keeps its thread, so the stream has to be closed
	 */
	@SuppressWarnings("unchecked")
	public <T> Stream<T> stream(Class<T> type) {
		return (Stream<T>) stream(ResolvableType.forClass(type));
	}

	@Nullable Object retrieve(ResolvableType type) {
		String text = text(false);
		ObservedCall call = begin();
		return call.await(call.make(text, this.timeout, null), (answer) -> answers().convert(answer, type));
	}

	CompletableFuture<? extends @Nullable Object> retrieveAsync(ResolvableType type) {
		String text = text(false);
		ObservedCall call = begin();
		return call.<@Nullable Object>whenOver(call.submit(text, this.timeout, null),
				(answer) -> answers().convert(answer, type));
	}

	Stream<? extends @Nullable Object> stream(ResolvableType type) {
		String text = text(true);
		ObservedCall call = begin();
		ItemQueue items = call.newQueue();
		call.whenOver(call.make(text, this.timeout, items), (answer) -> answers().checkEnd(answer));
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(items, Spliterator.ORDERED), false)
			.map((item) -> answers().convert(item, type))
			.onClose(items::close);
	}

	private String text(boolean streamed) {
		return PythonValues.write(Arrays.asList(this.module, this.function, this.arguments, streamed));
	}

	private ObservedCall begin() {
		WorkerPool workers = this.template.workers(this.application);
		if (workers.isAsync()) {
			throw new PythonClientException("The application '%s' is one of ASGI, whose event loop calls no functions: "
				.formatted(workers.getSettings().name()) + "name an application of WSGI, or have none");
		}
		return new ObservedCall(this.template, workers, this.module, this.function);
	}

	private Answers answers() {
		return new Answers(this.module + "." + this.function + "()");
	}

}
