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

package io.wsgi.spring.boot.web;

/**
 * What the bodies of all requests and responses share: how much of them there may be, and
 * the threads that read and write their files.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class BodyStorage implements AutoCloseable {

	private final BodyBudget budget;

	private final FileThreads threads = new FileThreads();

	/**
	 * Create a new storage.
	 * @param maxBufferedSize how many bytes of request bodies there may be at a time, in
	 * memory and in files; no limit if negative
	 */
	public BodyStorage(long maxBufferedSize) {
		this.budget = new BodyBudget(maxBufferedSize, Runtime.getRuntime().maxMemory() / 8);
	}

	BodyBudget budget() {
		return this.budget;
	}

	FileThreads threads() {
		return this.threads;
	}

	/**
	 * Return the size of the request bodies that are there, received or being received.
	 * @return the size in bytes
	 */
	public long bufferedBytes() {
		return this.budget.held();
	}

	/**
	 * Let the threads end.
	 */
	@Override
	public void close() {
		this.threads.close();
	}

}
