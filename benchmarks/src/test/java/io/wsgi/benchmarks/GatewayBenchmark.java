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

package io.wsgi.benchmarks;

import java.util.concurrent.TimeUnit;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.ApplicationSettings;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.runtime.PythonRuntime;
import io.wsgi.runtime.PythonSettings;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * The time of a request in the gateway, without HTTP: the call of the application alone,
 * and the way through the queue and the worker's thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 18, time = 5)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class GatewayBenchmark {

	@Param
	Request request;

	private ConfigurableApplicationContext context;

	private PythonInterpreter interpreter;

	private ApplicationCaller caller;

	private WorkerPool pool;

	@Setup
	public void start() {
		this.context = new SpringApplicationBuilder(Server.class).bannerMode(Banner.Mode.OFF)
			.run("--logging.level.root=warn", "--wsgi.app=raw:app",
					"--wsgi.python-path=" + System.getProperty("applications"), "--server.port=0");
		this.pool = this.context.getBean(WorkerPools.class).iterator().next();
		this.interpreter = this.context.getBean(PythonRuntime.class)
			.newInterpreter(this.context.getBean(PythonSettings.class), null);
		this.caller = this.interpreter.load(new ApplicationSettings("raw:app", true, false, null), System.err::println)
			.newCaller();
	}

	@TearDown
	public void stop() {
		this.interpreter.close();
		this.context.close();
	}

	@Benchmark
	public CountingExchange call() {
		CountingExchange exchange = this.request.newExchange();
		this.caller.call(exchange);
		return this.request.checked(exchange);
	}

	@Benchmark
	public CountingExchange queueAndCall() throws InterruptedException {
		CountingExchange exchange = this.request.newExchange();
		this.pool.submit(exchange);
		exchange.await();
		return this.request.checked(exchange);
	}

	/**
	 * The starter's configuration.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Server {

	}

}
