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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.micrometer.observation.Observation;
import io.wsgi.spring.boot.client.observation.DefaultPythonCallObservationConvention;
import io.wsgi.spring.boot.client.observation.PythonCallObservationContext;
import io.wsgi.spring.boot.client.observation.PythonCallObservationConvention;
import io.wsgi.spring.boot.client.observation.PythonObservationDocumentation;
import io.wsgi.spring.boot.web.CompositeCallScope;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.queue.QueueFullException;
import org.jspecify.annotations.Nullable;

/**
 * A call that is made and observed.
 *
 * @author wsgi-spring-boot contributors
 */
final class ObservedCall {

	private static final PythonCallObservationConvention DEFAULT_CONVENTION = new DefaultPythonCallObservationConvention();

	private static final int ITEMS_AHEAD = 16;

	private final PythonTemplate template;

	private final WorkerPool workers;

	private final String name;

	private final PythonCallObservationContext context;

	private final Observation observation;

	/**
	 * Create a new instance, whose time begins now.
	 * @param template what the call is made with
	 * @param workers where the function runs
	 * @param module the name of the module
	 * @param function the name of the function
	 */
	ObservedCall(PythonTemplate template, WorkerPool workers, String module, String function) {
		this.template = template;
		this.workers = workers;
		this.name = module + "." + function + "()";
		this.context = new PythonCallObservationContext(workers.getSettings().name(), module, function);
		this.observation = PythonObservationDocumentation.PYTHON_CALL
			.observation(template.convention(), DEFAULT_CONVENTION, () -> this.context, template.observations())
			.start();
	}

	/**
	 * Create a queue for what a generator yields.
	 * @return the queue, which is endless if the generator is done before anybody takes
	 * something
	 */
	ItemQueue newQueue() {
		return new ItemQueue(this.workers.isCalling() ? Integer.MAX_VALUE : ITEMS_AHEAD);
	}

	/**
	 * Make the call: on this thread if it is in a call of the application itself.
	 * @param text what is called, and with what
	 * @param timeout its time limit, or {@code null} for that of the workers
	 * @param items takes what a generator yields; {@code null} if there is one result
	 * @return the call
	 */
	@SuppressWarnings("try")
	FunctionExchange make(String text, @Nullable Duration timeout, @Nullable ItemQueue items) {
		if (!this.workers.isCalling()) {
			return submit(text, timeout, items);
		}
		// There may be no other thread, and the transaction belongs to this one
		FunctionExchange exchange = new FunctionExchange(this.name, text, null, items);
		try (Observation.Scope scope = this.observation.openScope()) {
			this.workers.callWithin(exchange);
		}
		catch (RuntimeException | Error ex) {
			fail("ERROR", ex);
			throw ex;
		}
		return exchange;
	}

	/**
	 * Make the call on another thread than this one.
	 * @param text what is called, and with what
	 * @param timeout its time limit, or {@code null} for that of the workers
	 * @param items takes what a generator yields; {@code null} if there is one result
	 * @return the call
	 */
	@SuppressWarnings("try")
	FunctionExchange submit(String text, @Nullable Duration timeout, @Nullable ItemQueue items) {
		try (Observation.Scope scope = this.observation.openScope()) {
			FunctionExchange exchange = new FunctionExchange(this.name, text,
					CompositeCallScope.create(this.template.scopes(), this.workers.getSettings()), items);
			if (timeout != null) {
				this.workers.submit(exchange, timeout, exchange.over());
			}
			else {
				this.workers.submit(exchange);
			}
			return exchange;
		}
		catch (QueueFullException ex) {
			throw failed("REJECTED",
					new PythonRejectedException(this.name + " was not called: " + ex.getMessage(), ex));
		}
		catch (RuntimeException | Error ex) {
			fail("ERROR", ex);
			throw ex;
		}
	}

	private PythonClientException failed(FunctionExchange call, PythonClientException failure) {
		return failed(call.isCancelled() ? "CANCELLED" : outcome(failure), failure);
	}

	private PythonClientException failed(String outcome, PythonClientException failure) {
		fail(outcome, failure);
		return failure;
	}

	private void fail(String outcome, Throwable failure) {
		this.context.setOutcome(outcome);
		this.observation.error(failure).stop();
	}

	private static String outcome(PythonClientException failure) {
		return switch (failure) {
			case PythonTimeoutException timeout -> "TIMEOUT";
			case PythonRejectedException rejected -> "REJECTED";
			default -> "ERROR";
		};
	}

	/**
	 * Wait for the end of a call, and end the observation. The call is ended when this
	 * thread is interrupted.
	 * @param <T> the type of the result
	 * @param call the call
	 * @param reader makes something of the answer
	 * @return what the reader has made
	 */
	<T extends @Nullable Object> T await(FunctionExchange call, AnswerReader<T> reader) {
		try {
			return end(call, call.answer().get(), null, reader);
		}
		catch (ExecutionException ex) {
			// It was made on another thread
			Throwable cause = ex.getCause();
			return end(call, null, (cause != null) ? cause.fillInStackTrace() : ex, reader);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			cancel(call);
			return end(call, null, new PythonClientException("Interrupted while waiting for " + this.name, ex), reader);
		}
	}

	/**
	 * End the observation when a call has ended, on a virtual thread.
	 * @param <T> the type of the result
	 * @param call the call
	 * @param reader makes something of the answer
	 * @return completes with what the reader has made. The call is ended when it is
	 * completed before, such as by its cancellation
	 */
	<T extends @Nullable Object> CompletableFuture<T> whenOver(FunctionExchange call, AnswerReader<T> reader) {
		CompletableFuture<T> result = new CompletableFuture<>();
		call.answer().whenCompleteAsync((text, failure) -> {
			try {
				result.complete(end(call, text, failure, reader));
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		}, Thread::startVirtualThread);
		result.whenComplete((value, failure) -> {
			if (!call.answer().isDone()) {
				cancel(call);
			}
		});
		return result;
	}

	private void cancel(FunctionExchange call) {
		call.cancel();
		this.workers.cancel(call, call.over());
	}

	private <T extends @Nullable Object> T end(FunctionExchange call, @Nullable String answer,
			@Nullable Throwable failure, AnswerReader<T> reader) {
		if (answer == null) {
			throw failed(call, (failure instanceof PythonClientException known) ? known
					: new PythonClientException(this.name + " has failed", failure));
		}
		T result;
		try {
			result = reader.read(answer);
		}
		catch (PythonClientException ex) {
			throw failed(call, ex);
		}
		catch (RuntimeException | Error ex) {
			fail("ERROR", ex);
			throw ex;
		}
		this.observation.stop();
		return result;
	}

	/**
	 * Makes something of an answer.
	 *
	 * @param <T> the type of that
	 */
	@FunctionalInterface
	interface AnswerReader<T extends @Nullable Object> {

		/**
		 * Read an answer.
		 * @param answer the answer
		 * @return what is made of it
		 * @throws PythonClientException if the function has failed
		 */
		T read(String answer);

	}

}
