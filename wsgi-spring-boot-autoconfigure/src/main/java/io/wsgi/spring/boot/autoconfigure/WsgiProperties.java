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

package io.wsgi.spring.boot.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.wsgi.runtime.ApplicationInterface;
import io.wsgi.runtime.LifespanMode;
import io.wsgi.spring.boot.checkpoint.Reimport;
import io.wsgi.spring.boot.web.AmbiguousPaths;
import io.wsgi.spring.boot.web.UnderscoreHeaderPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties for the WSGI application.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@ConfigurationProperties(prefix = "wsgi", ignoreUnknownFields = false)
// Directories are no Path: Spring would look for relative ones in the servlet context
// first
public class WsgiProperties {

	/**
	 * Whether to serve a WSGI application.
	 */
	private boolean enabled = true;

	/**
	 * Application to serve, as "module:app", "module:package.attr", "module:factory()",
	 * or "module" alone, which stands for its attribute "application" or "app".
	 */
	private @Nullable String app;

	/**
	 * Path below which the application is served. Becomes SCRIPT_NAME.
	 */
	private String path = "/";

	/**
	 * Further applications, by name, each with workers of its own, and with whatever
	 * settings differ from those for all.
	 */
	private final Map<String, Application> apps = new LinkedHashMap<>();

	private ApplicationInterface kind = ApplicationInterface.AUTO;

	/**
	 * Whether an ASGI application is told that it starts and ends. With "auto" it need
	 * not know these events.
	 */
	private LifespanMode lifespan = LifespanMode.AUTO;

	/**
	 * Number of requests, and of WebSockets, that each worker of an ASGI application is
	 * busy with at a time. Further ones wait in the queue.
	 */
	private int maxConcurrency = 10_000;

	/**
	 * Whether the task of a request to an ASGI application is cancelled when its client
	 * has gone.
	 */
	private boolean cancelOnDisconnect = true;

	/**
	 * Size of a message that a client sends through a WebSocket, beyond which the
	 * WebSocket is closed.
	 */
	private DataSize maxWebsocketMessageSize = DataSize.ofMegabytes(16);

	/**
	 * After which time without a message of its client a WebSocket sends a ping. 0 means
	 * that it never does.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration websocketPingInterval = Duration.ofSeconds(20);

	/**
	 * Time for which the answer to a ping may take. The WebSocket is closed then. 0 means
	 * no limit.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration websocketPingTimeout = Duration.ofSeconds(20);

	/**
	 * Whether messages of WebSockets are compressed if the client can do that.
	 */
	private boolean websocketCompression = true;

	/**
	 * Directories put in front of sys.path. By default the directory of the Spring
	 * application and the Python sources packaged with it.
	 */
	private List<String> pythonPath = new ArrayList<>();

	/**
	 * Python that runs the application. By default GraalPy if it is on the class path,
	 * else CPython.
	 */
	private @Nullable Runtime runtime;

	/**
	 * Virtual environment of the Python that runs the application, or directory of
	 * installed packages. CPython's names the CPython to load, too.
	 */
	private @Nullable String virtualEnv;

	/**
	 * Directory of the CPython to load, the one with bin/python3 in it. By default that
	 * of "wsgi.virtual-env", else of python3 on the PATH.
	 */
	private @Nullable String pythonHome;

	/**
	 * Variables for Python's os.environ, beside those of the process.
	 */
	private Map<String, String> env = new LinkedHashMap<>();

	/**
	 * Workers, each with its own copy of the application. Several need an application
	 * without native modules. By default the environment variable WEB_CONCURRENCY, else
	 * 1.
	 */
	private @Nullable Integer workers;

	/**
	 * Workers that are kept when there is little to do. By default as many as
	 * "wsgi.workers".
	 */
	private @Nullable Integer minWorkers;

	/**
	 * Time after which a worker that is not needed ends, down to "wsgi.min-workers".
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration idleTimeout = Duration.ofMinutes(10);

	/**
	 * Threads that take requests at any time, and share the global interpreter lock when
	 * they compute.
	 */
	private int minThreads = 1;

	/**
	 * Threads that may be in the application at a time. More than one are used only while
	 * others wait for something outside Python.
	 */
	private int threads = 64;

	/**
	 * Requests that may wait for a thread. Further ones are answered with 503.
	 */
	private int queueSize = 1024;

	/**
	 * Time that a request may wait for a thread before it is answered with 503.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration queueTimeout = Duration.ofSeconds(30);

	/**
	 * Time that a request may take in the application. After it the client gets 504, and
	 * the call is interrupted. 0 for no limit, which is the default.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private @Nullable Duration requestTimeout;

	/**
	 * Time that a worker may take to import the application and to warm up. After it the
	 * start fails, or the workers that serve stay.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration bootTimeout = Duration.ofMinutes(10);

	/**
	 * Requests after which a worker is replaced by a new one. 0 for never.
	 */
	private int maxRequests;

	/**
	 * Up to how many more requests, chosen at random, a worker serves before it is
	 * replaced.
	 */
	private int maxRequestsJitter;

	/**
	 * Age at which a worker is replaced by a new one. 0 for never, which is the default.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private @Nullable Duration maxWorkerAge;

	/**
	 * Share of the heap, between 0 and 1, that may be in use after garbage collection
	 * before a worker is replaced by a new one. 0 for no limit, which is the default.
	 */
	private @Nullable Double maxHeapUsage;

	/**
	 * Python module, or file such as "gunicorn.conf.py", with functions to call:
	 * post_worker_init, pre_request, post_request, worker_exit, pre_checkpoint,
	 * post_restore.
	 */
	private @Nullable String hooks;

	/**
	 * Names or types of the beans that Python code may call, with "spring.bean".
	 */
	private List<String> beans = new ArrayList<>();

	/**
	 * Types of the events that Python code may listen to, with "spring.listener".
	 */
	private List<String> events = new ArrayList<>();

	/**
	 * Names of the DataSource beans that Python code may use, with "spring.connect".
	 */
	private List<String> dataSources = new ArrayList<>();

	/**
	 * Whether Python code may read and change the sessions of requests, with
	 * "spring.session".
	 */
	private boolean session;

	/**
	 * Requests that each worker serves to itself before it counts as ready.
	 */
	private final List<Warmup> warmup = new ArrayList<>();

	private final Health health = new Health();

	/**
	 * Time that calls in flight have to finish when the application stops.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration gracefulTimeout = Duration.ofSeconds(30);

	/**
	 * Whether SIGTERM ends the process with the exit status 0, as it ends gunicorn, once
	 * everything has stopped. A JVM by itself ends with 143.
	 */
	private boolean handleSigterm = true;

	/**
	 * Whether to load the application anew when its files change, and to show in the
	 * browser why that fails. For development.
	 */
	private boolean reload;

	/**
	 * Further files, directories or globs, such as "templates/**&#47;*.html", whose
	 * changes load the application anew, with "wsgi.reload".
	 */
	private List<String> reloadExtraFiles = new ArrayList<>();

	/**
	 * Whether to load the application, report what was found and exit, instead of
	 * serving. The exit code is 0, or 1 if the application cannot be served.
	 */
	private boolean checkConfig;

	/**
	 * What becomes of request headers with an underscore in their name.
	 */
	private UnderscoreHeaderPolicy.Mode headerMap = UnderscoreHeaderPolicy.Mode.DROP;

	/**
	 * Names of request headers that are passed on although they contain an underscore.
	 */
	private List<String> headerMapAllowed = new ArrayList<>();

	/**
	 * What becomes of requests whose path Spring's filters and Python could take for
	 * different ones: with a segment "." or "..", encoded or not, a backslash, or an
	 * encoded slash or backslash.
	 */
	private AmbiguousPaths ambiguousPaths = AmbiguousPaths.REFUSE;

	/**
	 * Size that a request body may have. Larger ones are answered with 413. A negative
	 * value means no limit.
	 */
	private DataSize maxRequestSize = DataSize.ofGigabytes(1);

	/**
	 * Size that the bodies of all requests may have together, while they are received and
	 * until they are answered. Further ones are answered with 503. A negative value means
	 * no limit. By default 4GB, or "wsgi.max-request-size" if that is more.
	 */
	private @Nullable DataSize maxBufferedSize;

	/**
	 * Size up to which a request body is kept in memory. Larger ones go to a temporary
	 * file, and so do all while bodies fill an eighth of the heap.
	 */
	private DataSize maxInMemorySize = DataSize.ofMegabytes(1);

	/**
	 * How much of a generated response may wait in a temporary file for a client that
	 * takes it slowly, while the application goes on. 0 means that the application waits.
	 */
	private DataSize maxResponseBufferSize = DataSize.ofMegabytes(64);

	/**
	 * Directory for the temporary files of request and response bodies. By default the
	 * JVM's directory for temporary files.
	 */
	private @Nullable String uploadDir;

	/**
	 * Directory for compiled Python modules and for Python files unpacked from jars,
	 * writable or filled by an earlier start. By default a directory "wsgi-spring-boot"
	 * in the user's cache directory.
	 */
	private @Nullable String cacheDir;

	private final Logging logging = new Logging();

	private final Checkpoint checkpoint = new Checkpoint();

	/**
	 * Whether slow spots of Python's standard library are replaced by what gives the same
	 * results faster.
	 */
	private boolean pythonTuning = true;

	/**
	 * Options for the polyglot engine and for GraalPy, such as "engine.TraceCompilation".
	 */
	private Map<String, String> engineOptions = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getApp() {
		return this.app;
	}

	public void setApp(@Nullable String app) {
		this.app = app;
	}

	public String getPath() {
		return this.path;
	}

	public void setPath(String path) {
		this.path = path;
	}

	public Map<String, Application> getApps() {
		return this.apps;
	}

	public ApplicationInterface getInterface() {
		return this.kind;
	}

	public void setInterface(ApplicationInterface kind) {
		this.kind = kind;
	}

	public LifespanMode getLifespan() {
		return this.lifespan;
	}

	public void setLifespan(LifespanMode lifespan) {
		this.lifespan = lifespan;
	}

	public int getMaxConcurrency() {
		return this.maxConcurrency;
	}

	public void setMaxConcurrency(int maxConcurrency) {
		this.maxConcurrency = maxConcurrency;
	}

	public DataSize getMaxWebsocketMessageSize() {
		return this.maxWebsocketMessageSize;
	}

	public void setMaxWebsocketMessageSize(DataSize maxWebsocketMessageSize) {
		this.maxWebsocketMessageSize = maxWebsocketMessageSize;
	}

	public Duration getWebsocketPingInterval() {
		return this.websocketPingInterval;
	}

	public void setWebsocketPingInterval(Duration websocketPingInterval) {
		this.websocketPingInterval = websocketPingInterval;
	}

	public Duration getWebsocketPingTimeout() {
		return this.websocketPingTimeout;
	}

	public void setWebsocketPingTimeout(Duration websocketPingTimeout) {
		this.websocketPingTimeout = websocketPingTimeout;
	}

	public boolean isWebsocketCompression() {
		return this.websocketCompression;
	}

	public void setWebsocketCompression(boolean websocketCompression) {
		this.websocketCompression = websocketCompression;
	}

	public boolean isCancelOnDisconnect() {
		return this.cancelOnDisconnect;
	}

	public void setCancelOnDisconnect(boolean cancelOnDisconnect) {
		this.cancelOnDisconnect = cancelOnDisconnect;
	}

	public List<String> getPythonPath() {
		return this.pythonPath;
	}

	public void setPythonPath(List<String> pythonPath) {
		this.pythonPath = pythonPath;
	}

	public @Nullable Runtime getRuntime() {
		return this.runtime;
	}

	public void setRuntime(@Nullable Runtime runtime) {
		this.runtime = runtime;
	}

	public @Nullable String getPythonHome() {
		return this.pythonHome;
	}

	public void setPythonHome(@Nullable String pythonHome) {
		this.pythonHome = pythonHome;
	}

	public @Nullable String getVirtualEnv() {
		return this.virtualEnv;
	}

	public void setVirtualEnv(@Nullable String virtualEnv) {
		this.virtualEnv = virtualEnv;
	}

	public Map<String, String> getEnv() {
		return this.env;
	}

	public void setEnv(Map<String, String> env) {
		this.env = env;
	}

	public @Nullable Integer getWorkers() {
		return this.workers;
	}

	public void setWorkers(@Nullable Integer workers) {
		this.workers = workers;
	}

	public @Nullable Integer getMinWorkers() {
		return this.minWorkers;
	}

	public void setMinWorkers(@Nullable Integer minWorkers) {
		this.minWorkers = minWorkers;
	}

	public Duration getIdleTimeout() {
		return this.idleTimeout;
	}

	public void setIdleTimeout(Duration idleTimeout) {
		this.idleTimeout = idleTimeout;
	}

	public int getMinThreads() {
		return this.minThreads;
	}

	public void setMinThreads(int minThreads) {
		this.minThreads = minThreads;
	}

	public int getThreads() {
		return this.threads;
	}

	public void setThreads(int threads) {
		this.threads = threads;
	}

	public int getQueueSize() {
		return this.queueSize;
	}

	public void setQueueSize(int queueSize) {
		this.queueSize = queueSize;
	}

	public Duration getQueueTimeout() {
		return this.queueTimeout;
	}

	public void setQueueTimeout(Duration queueTimeout) {
		this.queueTimeout = queueTimeout;
	}

	public Duration getBootTimeout() {
		return this.bootTimeout;
	}

	public void setBootTimeout(Duration bootTimeout) {
		this.bootTimeout = bootTimeout;
	}

	public @Nullable Duration getRequestTimeout() {
		return this.requestTimeout;
	}

	public void setRequestTimeout(@Nullable Duration requestTimeout) {
		this.requestTimeout = requestTimeout;
	}

	public int getMaxRequests() {
		return this.maxRequests;
	}

	public void setMaxRequests(int maxRequests) {
		this.maxRequests = maxRequests;
	}

	public int getMaxRequestsJitter() {
		return this.maxRequestsJitter;
	}

	public void setMaxRequestsJitter(int maxRequestsJitter) {
		this.maxRequestsJitter = maxRequestsJitter;
	}

	public @Nullable Duration getMaxWorkerAge() {
		return this.maxWorkerAge;
	}

	public void setMaxWorkerAge(@Nullable Duration maxWorkerAge) {
		this.maxWorkerAge = maxWorkerAge;
	}

	public @Nullable Double getMaxHeapUsage() {
		return this.maxHeapUsage;
	}

	public void setMaxHeapUsage(@Nullable Double maxHeapUsage) {
		this.maxHeapUsage = maxHeapUsage;
	}

	public @Nullable String getHooks() {
		return this.hooks;
	}

	public void setHooks(@Nullable String hooks) {
		this.hooks = hooks;
	}

	public List<String> getBeans() {
		return this.beans;
	}

	public void setBeans(List<String> beans) {
		this.beans = beans;
	}

	public List<String> getEvents() {
		return this.events;
	}

	public void setEvents(List<String> events) {
		this.events = events;
	}

	public List<String> getDataSources() {
		return this.dataSources;
	}

	public void setDataSources(List<String> dataSources) {
		this.dataSources = dataSources;
	}

	public boolean isSession() {
		return this.session;
	}

	public void setSession(boolean session) {
		this.session = session;
	}

	public List<Warmup> getWarmup() {
		return this.warmup;
	}

	public Health getHealth() {
		return this.health;
	}

	public Duration getGracefulTimeout() {
		return this.gracefulTimeout;
	}

	public void setGracefulTimeout(Duration gracefulTimeout) {
		this.gracefulTimeout = gracefulTimeout;
	}

	public boolean isHandleSigterm() {
		return this.handleSigterm;
	}

	public void setHandleSigterm(boolean handleSigterm) {
		this.handleSigterm = handleSigterm;
	}

	public boolean isReload() {
		return this.reload;
	}

	public void setReload(boolean reload) {
		this.reload = reload;
	}

	public List<String> getReloadExtraFiles() {
		return this.reloadExtraFiles;
	}

	public void setReloadExtraFiles(List<String> reloadExtraFiles) {
		this.reloadExtraFiles = reloadExtraFiles;
	}

	public boolean isCheckConfig() {
		return this.checkConfig;
	}

	public void setCheckConfig(boolean checkConfig) {
		this.checkConfig = checkConfig;
	}

	public UnderscoreHeaderPolicy.Mode getHeaderMap() {
		return this.headerMap;
	}

	public void setHeaderMap(UnderscoreHeaderPolicy.Mode headerMap) {
		this.headerMap = headerMap;
	}

	public List<String> getHeaderMapAllowed() {
		return this.headerMapAllowed;
	}

	public void setHeaderMapAllowed(List<String> headerMapAllowed) {
		this.headerMapAllowed = headerMapAllowed;
	}

	public AmbiguousPaths getAmbiguousPaths() {
		return this.ambiguousPaths;
	}

	public void setAmbiguousPaths(AmbiguousPaths ambiguousPaths) {
		this.ambiguousPaths = ambiguousPaths;
	}

	public DataSize getMaxRequestSize() {
		return this.maxRequestSize;
	}

	public void setMaxRequestSize(DataSize maxRequestSize) {
		this.maxRequestSize = maxRequestSize;
	}

	public @Nullable DataSize getMaxBufferedSize() {
		return this.maxBufferedSize;
	}

	public void setMaxBufferedSize(@Nullable DataSize maxBufferedSize) {
		this.maxBufferedSize = maxBufferedSize;
	}

	public DataSize getMaxInMemorySize() {
		return this.maxInMemorySize;
	}

	public void setMaxInMemorySize(DataSize maxInMemorySize) {
		this.maxInMemorySize = maxInMemorySize;
	}

	public DataSize getMaxResponseBufferSize() {
		return this.maxResponseBufferSize;
	}

	public void setMaxResponseBufferSize(DataSize maxResponseBufferSize) {
		this.maxResponseBufferSize = maxResponseBufferSize;
	}

	public @Nullable String getUploadDir() {
		return this.uploadDir;
	}

	public void setUploadDir(@Nullable String uploadDir) {
		this.uploadDir = uploadDir;
	}

	public @Nullable String getCacheDir() {
		return this.cacheDir;
	}

	public void setCacheDir(@Nullable String cacheDir) {
		this.cacheDir = cacheDir;
	}

	public Logging getLogging() {
		return this.logging;
	}

	public Checkpoint getCheckpoint() {
		return this.checkpoint;
	}

	public boolean isPythonTuning() {
		return this.pythonTuning;
	}

	public void setPythonTuning(boolean pythonTuning) {
		this.pythonTuning = pythonTuning;
	}

	public Map<String, String> getEngineOptions() {
		return this.engineOptions;
	}

	public void setEngineOptions(Map<String, String> engineOptions) {
		this.engineOptions = engineOptions;
	}

	/**
	 * One of several applications. What is not set here is as it is set for all.
	 */
	public static class Application {

		/**
		 * Application to serve, in the same forms as "wsgi.app".
		 */
		private @Nullable String app;

		/**
		 * Path below which the application is served. Becomes SCRIPT_NAME.
		 */
		private @Nullable String path;

		private @Nullable ApplicationInterface kind;

		/**
		 * Whether an ASGI application is told that it starts and ends. By default as
		 * "wsgi.lifespan" says.
		 */
		private @Nullable LifespanMode lifespan;

		/**
		 * Number of requests that each worker of an ASGI application is busy with at a
		 * time. By default as "wsgi.max-concurrency" says.
		 */
		private @Nullable Integer maxConcurrency;

		/**
		 * Whether the task of a request is cancelled when its client has gone. By default
		 * as "wsgi.cancel-on-disconnect" says.
		 */
		private @Nullable Boolean cancelOnDisconnect;

		/**
		 * Size of a message of a client beyond which its WebSocket is closed. By default
		 * as "wsgi.max-websocket-message-size" says.
		 */
		private @Nullable DataSize maxWebsocketMessageSize;

		/**
		 * After which time without a message of its client a WebSocket sends a ping. By
		 * default as "wsgi.websocket-ping-interval" says.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration websocketPingInterval;

		/**
		 * Time for which the answer to a ping may take. By default as
		 * "wsgi.websocket-ping-timeout" says.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration websocketPingTimeout;

		/**
		 * Whether messages of WebSockets are compressed. By default as
		 * "wsgi.websocket-compression" says.
		 */
		private @Nullable Boolean websocketCompression;

		/**
		 * Directories put in front of sys.path, in place of those of "wsgi.python-path".
		 */
		private @Nullable List<String> pythonPath;

		/**
		 * Virtual environment, or directory of installed packages, in place of
		 * "wsgi.virtual-env". Empty for none. Not with CPython.
		 */
		private @Nullable String virtualEnv;

		/**
		 * Variables for Python's os.environ, beside those of "wsgi.env". Not with
		 * CPython.
		 */
		private Map<String, String> env = new LinkedHashMap<>();

		/**
		 * Workers, each with its own copy of the application.
		 */
		private @Nullable Integer workers;

		/**
		 * Workers that are kept when there is little to do.
		 */
		private @Nullable Integer minWorkers;

		/**
		 * Time after which a worker that is not needed ends.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration idleTimeout;

		/**
		 * Threads of a worker that take requests at any time.
		 */
		private @Nullable Integer minThreads;

		/**
		 * Threads of a worker that may be in the application at a time.
		 */
		private @Nullable Integer threads;

		/**
		 * Requests that may wait for a thread.
		 */
		private @Nullable Integer queueSize;

		/**
		 * Time that a request may wait for a thread.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration queueTimeout;

		/**
		 * Time that a request may take in the application. 0 for no limit.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration requestTimeout;

		/**
		 * Time that a worker may take to import the application and to warm up.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration bootTimeout;

		/**
		 * Time that calls in flight have to finish when the application stops.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration gracefulTimeout;

		/**
		 * Requests after which a worker is replaced by a new one. 0 for never.
		 */
		private @Nullable Integer maxRequests;

		/**
		 * Up to how many more requests, chosen at random, a worker serves before it is
		 * replaced.
		 */
		private @Nullable Integer maxRequestsJitter;

		/**
		 * Age at which a worker is replaced by a new one. 0 for never.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration maxWorkerAge;

		/**
		 * Share of the heap that may be in use after garbage collection before a worker
		 * is replaced by a new one. 0 for no limit.
		 */
		private @Nullable Double maxHeapUsage;

		/**
		 * Python module or file with functions to call. Empty for none.
		 */
		private @Nullable String hooks;

		/**
		 * Names or types of the beans that Python code may call, in place of those of
		 * "wsgi.beans".
		 */
		private @Nullable List<String> beans;

		/**
		 * Types of the events that Python code may listen to, in place of those of
		 * "wsgi.events".
		 */
		private @Nullable List<String> events;

		/**
		 * Names of the DataSource beans that Python code may use, in place of those of
		 * "wsgi.data-sources".
		 */
		private @Nullable List<String> dataSources;

		/**
		 * Whether Python code may read and change the sessions of requests, in place of
		 * "wsgi.session".
		 */
		private @Nullable Boolean session;

		/**
		 * Requests that each worker serves to itself before it counts as ready, in place
		 * of those of "wsgi.warmup" that lead to the application.
		 */
		private @Nullable List<Warmup> warmup;

		private final ApplicationHealth health = new ApplicationHealth();

		/**
		 * What becomes of request headers with an underscore in their name.
		 */
		private UnderscoreHeaderPolicy.@Nullable Mode headerMap;

		/**
		 * Names of request headers that are passed on although they contain an
		 * underscore, in place of those of "wsgi.header-map-allowed".
		 */
		private @Nullable List<String> headerMapAllowed;

		/**
		 * Size that a request body may have. A negative value means no limit.
		 */
		private @Nullable DataSize maxRequestSize;

		/**
		 * Size up to which a request body is kept in memory.
		 */
		private @Nullable DataSize maxInMemorySize;

		/**
		 * How much of a generated response may wait in a temporary file for a slow
		 * client.
		 */
		private @Nullable DataSize maxResponseBufferSize;

		/**
		 * What becomes of requests whose path Spring's filters and Python could take for
		 * different ones. By default as "wsgi.ambiguous-paths" says.
		 */
		private @Nullable AmbiguousPaths ambiguousPaths;

		public @Nullable String getApp() {
			return this.app;
		}

		public void setApp(@Nullable String app) {
			this.app = app;
		}

		public @Nullable String getPath() {
			return this.path;
		}

		public void setPath(@Nullable String path) {
			this.path = path;
		}

		public @Nullable AmbiguousPaths getAmbiguousPaths() {
			return this.ambiguousPaths;
		}

		public void setAmbiguousPaths(@Nullable AmbiguousPaths ambiguousPaths) {
			this.ambiguousPaths = ambiguousPaths;
		}

		public @Nullable ApplicationInterface getInterface() {
			return this.kind;
		}

		public void setInterface(@Nullable ApplicationInterface kind) {
			this.kind = kind;
		}

		public @Nullable LifespanMode getLifespan() {
			return this.lifespan;
		}

		public void setLifespan(@Nullable LifespanMode lifespan) {
			this.lifespan = lifespan;
		}

		public @Nullable Integer getMaxConcurrency() {
			return this.maxConcurrency;
		}

		public void setMaxConcurrency(@Nullable Integer maxConcurrency) {
			this.maxConcurrency = maxConcurrency;
		}

		public @Nullable DataSize getMaxWebsocketMessageSize() {
			return this.maxWebsocketMessageSize;
		}

		public void setMaxWebsocketMessageSize(@Nullable DataSize maxWebsocketMessageSize) {
			this.maxWebsocketMessageSize = maxWebsocketMessageSize;
		}

		public @Nullable Duration getWebsocketPingInterval() {
			return this.websocketPingInterval;
		}

		public void setWebsocketPingInterval(@Nullable Duration websocketPingInterval) {
			this.websocketPingInterval = websocketPingInterval;
		}

		public @Nullable Duration getWebsocketPingTimeout() {
			return this.websocketPingTimeout;
		}

		public void setWebsocketPingTimeout(@Nullable Duration websocketPingTimeout) {
			this.websocketPingTimeout = websocketPingTimeout;
		}

		public @Nullable Boolean getWebsocketCompression() {
			return this.websocketCompression;
		}

		public void setWebsocketCompression(@Nullable Boolean websocketCompression) {
			this.websocketCompression = websocketCompression;
		}

		public @Nullable Boolean getCancelOnDisconnect() {
			return this.cancelOnDisconnect;
		}

		public void setCancelOnDisconnect(@Nullable Boolean cancelOnDisconnect) {
			this.cancelOnDisconnect = cancelOnDisconnect;
		}

		public @Nullable List<String> getPythonPath() {
			return this.pythonPath;
		}

		public void setPythonPath(@Nullable List<String> pythonPath) {
			this.pythonPath = pythonPath;
		}

		public @Nullable String getVirtualEnv() {
			return this.virtualEnv;
		}

		public void setVirtualEnv(@Nullable String virtualEnv) {
			this.virtualEnv = virtualEnv;
		}

		public Map<String, String> getEnv() {
			return this.env;
		}

		public void setEnv(Map<String, String> env) {
			this.env = env;
		}

		public @Nullable Integer getWorkers() {
			return this.workers;
		}

		public void setWorkers(@Nullable Integer workers) {
			this.workers = workers;
		}

		public @Nullable Integer getMinWorkers() {
			return this.minWorkers;
		}

		public void setMinWorkers(@Nullable Integer minWorkers) {
			this.minWorkers = minWorkers;
		}

		public @Nullable Duration getIdleTimeout() {
			return this.idleTimeout;
		}

		public void setIdleTimeout(@Nullable Duration idleTimeout) {
			this.idleTimeout = idleTimeout;
		}

		public @Nullable Integer getMinThreads() {
			return this.minThreads;
		}

		public void setMinThreads(@Nullable Integer minThreads) {
			this.minThreads = minThreads;
		}

		public @Nullable Integer getThreads() {
			return this.threads;
		}

		public void setThreads(@Nullable Integer threads) {
			this.threads = threads;
		}

		public @Nullable Integer getQueueSize() {
			return this.queueSize;
		}

		public void setQueueSize(@Nullable Integer queueSize) {
			this.queueSize = queueSize;
		}

		public @Nullable Duration getQueueTimeout() {
			return this.queueTimeout;
		}

		public void setQueueTimeout(@Nullable Duration queueTimeout) {
			this.queueTimeout = queueTimeout;
		}

		public @Nullable Duration getRequestTimeout() {
			return this.requestTimeout;
		}

		public void setRequestTimeout(@Nullable Duration requestTimeout) {
			this.requestTimeout = requestTimeout;
		}

		public @Nullable Duration getBootTimeout() {
			return this.bootTimeout;
		}

		public void setBootTimeout(@Nullable Duration bootTimeout) {
			this.bootTimeout = bootTimeout;
		}

		public @Nullable Duration getGracefulTimeout() {
			return this.gracefulTimeout;
		}

		public void setGracefulTimeout(@Nullable Duration gracefulTimeout) {
			this.gracefulTimeout = gracefulTimeout;
		}

		public @Nullable Integer getMaxRequests() {
			return this.maxRequests;
		}

		public void setMaxRequests(@Nullable Integer maxRequests) {
			this.maxRequests = maxRequests;
		}

		public @Nullable Integer getMaxRequestsJitter() {
			return this.maxRequestsJitter;
		}

		public void setMaxRequestsJitter(@Nullable Integer maxRequestsJitter) {
			this.maxRequestsJitter = maxRequestsJitter;
		}

		public @Nullable Duration getMaxWorkerAge() {
			return this.maxWorkerAge;
		}

		public void setMaxWorkerAge(@Nullable Duration maxWorkerAge) {
			this.maxWorkerAge = maxWorkerAge;
		}

		public @Nullable Double getMaxHeapUsage() {
			return this.maxHeapUsage;
		}

		public void setMaxHeapUsage(@Nullable Double maxHeapUsage) {
			this.maxHeapUsage = maxHeapUsage;
		}

		public @Nullable String getHooks() {
			return this.hooks;
		}

		public void setHooks(@Nullable String hooks) {
			this.hooks = hooks;
		}

		public @Nullable List<String> getBeans() {
			return this.beans;
		}

		public void setBeans(@Nullable List<String> beans) {
			this.beans = beans;
		}

		public @Nullable List<String> getEvents() {
			return this.events;
		}

		public void setEvents(@Nullable List<String> events) {
			this.events = events;
		}

		public @Nullable List<String> getDataSources() {
			return this.dataSources;
		}

		public void setDataSources(@Nullable List<String> dataSources) {
			this.dataSources = dataSources;
		}

		public @Nullable Boolean getSession() {
			return this.session;
		}

		public void setSession(@Nullable Boolean session) {
			this.session = session;
		}

		public @Nullable List<Warmup> getWarmup() {
			return this.warmup;
		}

		public void setWarmup(@Nullable List<Warmup> warmup) {
			this.warmup = warmup;
		}

		public ApplicationHealth getHealth() {
			return this.health;
		}

		public UnderscoreHeaderPolicy.@Nullable Mode getHeaderMap() {
			return this.headerMap;
		}

		public void setHeaderMap(UnderscoreHeaderPolicy.@Nullable Mode headerMap) {
			this.headerMap = headerMap;
		}

		public @Nullable List<String> getHeaderMapAllowed() {
			return this.headerMapAllowed;
		}

		public void setHeaderMapAllowed(@Nullable List<String> headerMapAllowed) {
			this.headerMapAllowed = headerMapAllowed;
		}

		public @Nullable DataSize getMaxRequestSize() {
			return this.maxRequestSize;
		}

		public void setMaxRequestSize(@Nullable DataSize maxRequestSize) {
			this.maxRequestSize = maxRequestSize;
		}

		public @Nullable DataSize getMaxInMemorySize() {
			return this.maxInMemorySize;
		}

		public void setMaxInMemorySize(@Nullable DataSize maxInMemorySize) {
			this.maxInMemorySize = maxInMemorySize;
		}

		public @Nullable DataSize getMaxResponseBufferSize() {
			return this.maxResponseBufferSize;
		}

		public void setMaxResponseBufferSize(@Nullable DataSize maxResponseBufferSize) {
			this.maxResponseBufferSize = maxResponseBufferSize;
		}

	}

	/**
	 * Health of one of several applications.
	 */
	public static class ApplicationHealth {

		/**
		 * Path, below that of the application, of a request that asks it whether it is
		 * well.
		 */
		private @Nullable String path;

		/**
		 * Headers of that request, beside those of "wsgi.health.headers".
		 */
		private final Map<String, String> headers = new LinkedHashMap<>();

		/**
		 * Time to wait for the answer.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration timeout;

		/**
		 * Time for which an answer counts.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration cacheTime;

		public @Nullable String getPath() {
			return this.path;
		}

		public void setPath(@Nullable String path) {
			this.path = path;
		}

		public Map<String, String> getHeaders() {
			return this.headers;
		}

		public @Nullable Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(@Nullable Duration timeout) {
			this.timeout = timeout;
		}

		public @Nullable Duration getCacheTime() {
			return this.cacheTime;
		}

		public void setCacheTime(@Nullable Duration cacheTime) {
			this.cacheTime = cacheTime;
		}

	}

	/**
	 * What Python logs.
	 */
	public static class Logging {

		/**
		 * Whether what Python logs and prints goes to the loggers of the Spring
		 * application, and their levels count in Python.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * Checkpoint of the process, and restore from it.
	 */
	public static class Checkpoint {

		/**
		 * Directory in which the process tells its launcher that it is prepared for a
		 * checkpoint. Set by the launcher.
		 */
		private @Nullable String directory;

		/**
		 * Whether to prepare for a checkpoint that a JDK with CRaC makes, and for its
		 * restore. Needs the library org.crac.
		 */
		private boolean crac;

		/**
		 * When the application is imported anew after a restore: always, never, or if an
		 * environment variable that it has read before the checkpoint has changed.
		 */
		private Reimport reimport = Reimport.CHANGED;

		/**
		 * Properties, or what their names begin with, that may have other values after a
		 * restore although they are read only at a start. Others lead to a start without
		 * the checkpoint.
		 */
		private List<String> ignoredProperties = new ArrayList<>();

		public @Nullable String getDirectory() {
			return this.directory;
		}

		public void setDirectory(@Nullable String directory) {
			this.directory = directory;
		}

		public boolean isCrac() {
			return this.crac;
		}

		public void setCrac(boolean crac) {
			this.crac = crac;
		}

		public Reimport getReimport() {
			return this.reimport;
		}

		public void setReimport(Reimport reimport) {
			this.reimport = reimport;
		}

		public List<String> getIgnoredProperties() {
			return this.ignoredProperties;
		}

		public void setIgnoredProperties(List<String> ignoredProperties) {
			this.ignoredProperties = ignoredProperties;
		}

	}

	/**
	 * Health of the application itself.
	 */
	public static class Health {

		/**
		 * Path of a request that asks the application whether it is well: it is if the
		 * status is 2xx or 3xx. Not asked by default.
		 */
		private @Nullable String path;

		/**
		 * Headers of that request.
		 */
		private final Map<String, String> headers = new LinkedHashMap<>();

		/**
		 * Time to wait for the answer.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration timeout = Duration.ofSeconds(5);

		/**
		 * Time for which an answer counts.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration cacheTime = Duration.ofSeconds(10);

		public @Nullable String getPath() {
			return this.path;
		}

		public void setPath(@Nullable String path) {
			this.path = path;
		}

		public Map<String, String> getHeaders() {
			return this.headers;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

		public Duration getCacheTime() {
			return this.cacheTime;
		}

		public void setCacheTime(Duration cacheTime) {
			this.cacheTime = cacheTime;
		}

	}

	/**
	 * A request that each worker serves to itself.
	 */
	public static class Warmup {

		/**
		 * Path of the request, with its query if any.
		 */
		private String path = "/";

		/**
		 * Headers of the request.
		 */
		private final Map<String, String> headers = new LinkedHashMap<>();

		/**
		 * How often the request is made. By default once, or as often as there is time
		 * for.
		 */
		private @Nullable Integer count;

		/**
		 * Time after which the request is not repeated any more.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration time;

		public String getPath() {
			return this.path;
		}

		public void setPath(String path) {
			this.path = path;
		}

		public Map<String, String> getHeaders() {
			return this.headers;
		}

		public @Nullable Integer getCount() {
			return this.count;
		}

		public void setCount(@Nullable Integer count) {
			this.count = count;
		}

		public @Nullable Duration getTime() {
			return this.time;
		}

		public void setTime(@Nullable Duration time) {
			this.time = time;
		}

	}

	/**
	 * The Pythons that can run an application.
	 */
	public enum Runtime {

		/**
		 * Compiles Python to machine code, needs nothing to be installed, and has several
		 * isolated workers.
		 */
		GRAALPY,

		/**
		 * Starts at once, and takes any package that there is for CPython. Needs JDK 22
		 * and a CPython with its shared library.
		 */
		CPYTHON

	}

}
