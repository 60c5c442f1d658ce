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

/**
 * Workers: Python interpreters with their threads, and the queue of calls in front of
 * them. Knows nothing of HTTP.
 * <p>
 * The words, in gunicorn's and the JDK's sense:
 * <ul>
 * <li>A <em>worker</em> is an interpreter with the application and its threads. It
 * <em>starts</em>, <em>drains</em> (takes no more calls and finishes those it is in), and
 * <em>closes</em>. It <em>fails</em> when it cannot start or ends by itself. It is
 * <em>cancelled</em> when it takes too long to end, and abandoned when even that does not
 * help.</li>
 * <li>The <em>arbiter</em> decides how many workers there are, and replaces them; the
 * <em>watchdog</em> watches the calls.</li>
 * <li>A <em>generation</em> is all workers that loaded the same code. A <em>reload</em>
 * begins the next one.</li>
 * <li>A call is <em>submitted</em>, waits in the queue, and ends once: it is
 * <em>refused</em> if no worker took it, else <em>ended</em>, after it was
 * <em>interrupted</em> perhaps.</li>
 * </ul>
 * To call an application without any web server:
 *
 * <pre class="code">
 * WorkerSettings settings = new WorkerSettings("shop", "shop:app", null, WorkerSettings.Scaling.SINGLE, 1, 8, 100,
 *         Duration.ofSeconds(30), null, Duration.ofMinutes(10), Duration.ofSeconds(30),
 *         WorkerSettings.Recycling.NEVER, List.of());
 * WorkerPool workers = new WorkerPool(settings, () -&gt; runtime.newInterpreter(python, null), System.err::print);
 * workers.start();
 * workers.submit(exchange);
 * workers.stop();
 * </pre>
 */
@NullMarked
package io.wsgi.worker;

import org.jspecify.annotations.NullMarked;
