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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.wsgi.runtime.ApplicationInterface;
import io.wsgi.runtime.LifespanMode;
import io.wsgi.spring.boot.autoconfigure.WsgiProperties.Application;
import io.wsgi.spring.boot.autoconfigure.WsgiProperties.ApplicationHealth;
import io.wsgi.spring.boot.autoconfigure.WsgiProperties.Warmup;
import io.wsgi.spring.boot.web.AmbiguousPaths;
import io.wsgi.spring.boot.web.UnderscoreHeaderPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * The settings of one application: those of {@code wsgi.apps.<name>}, and those for all
 * where it has none. Its lists take the place of those for all, its maps are added to
 * them.
 *
 * @author wsgi-spring-boot contributors
 */
final class ApplicationProperties {

	private static final String SHARED = "wsgi.";

	private final String prefix;

	private final Application own;

	private final WsgiProperties shared;

	private ApplicationProperties(String prefix, Application own, WsgiProperties shared) {
		this.prefix = prefix;
		this.own = own;
		this.shared = shared;
	}

	/**
	 * Return the settings of an application that has none of its own.
	 * @param shared the settings for all
	 * @return the settings
	 */
	static ApplicationProperties shared(WsgiProperties shared) {
		return new ApplicationProperties(SHARED, new Application(), shared);
	}

	/**
	 * Return the settings of one of {@code wsgi.apps}.
	 * @param name the name of the application
	 * @param own its own settings
	 * @param shared the settings for all
	 * @return the settings
	 */
	static ApplicationProperties of(String name, Application own, WsgiProperties shared) {
		return new ApplicationProperties(SHARED + "apps." + name + ".", own, shared);
	}

	/**
	 * Return the settings of the application that was to be loaded, to tell which of them
	 * to change. They are bound anew, as the context is closed when its start has failed.
	 * @param environment the environment
	 * @param target the value of {@code wsgi.app} or {@code wsgi.apps.<name>.app}
	 * @return the settings, those for all if no application is known by that value
	 */
	static ApplicationProperties find(Environment environment, String target) {
		WsgiProperties properties = Binder.get(environment).bindOrCreate("wsgi", WsgiProperties.class);
		if (!target.equals(properties.getApp())) {
			for (Map.Entry<String, Application> application : properties.getApps().entrySet()) {
				if (target.equals(application.getValue().getApp())) {
					return of(application.getKey(), application.getValue(), properties);
				}
			}
		}
		return shared(properties);
	}

	/**
	 * Return the name of the property that names the application.
	 * @return {@code wsgi.app} or that of one of {@code wsgi.apps}
	 */
	String appProperty() {
		return this.prefix + "app";
	}

	private <T> Setting<T> setting(String name, Function<Application, @Nullable T> ownValue, T sharedValue) {
		T value = ownValue.apply(this.own);
		return (value != null) ? new Setting<>(this.prefix + name, value) : new Setting<>(SHARED + name, sharedValue);
	}

	private <T> Setting<@Nullable T> optional(String name, Function<Application, @Nullable T> ownValue,
			@Nullable T sharedValue) {
		T value = ownValue.apply(this.own);
		return (value != null) ? new Setting<@Nullable T>(this.prefix + name, value)
				: new Setting<@Nullable T>(SHARED + name, sharedValue);
	}

	// Empty text takes back what is set for all
	private Setting<@Nullable String> text(String name, Function<Application, @Nullable String> ownValue,
			@Nullable String sharedValue) {
		Setting<@Nullable String> setting = optional(name, ownValue, sharedValue);
		return StringUtils.hasText(setting.value()) ? setting : new Setting<@Nullable String>(setting.property(), null);
	}

	private static Map<String, String> merged(Map<String, String> shared, Map<String, String> own) {
		Map<String, String> merged = new LinkedHashMap<>(shared);
		merged.putAll(own);
		return merged;
	}

	Setting<ApplicationInterface> applicationInterface() {
		return setting("interface", Application::getInterface, this.shared.getInterface());
	}

	Setting<LifespanMode> lifespan() {
		return setting("lifespan", Application::getLifespan, this.shared.getLifespan());
	}

	Setting<Integer> maxConcurrency() {
		return setting("max-concurrency", Application::getMaxConcurrency, this.shared.getMaxConcurrency());
	}

	Setting<DataSize> maxWebsocketMessageSize() {
		return setting("max-websocket-message-size", Application::getMaxWebsocketMessageSize,
				this.shared.getMaxWebsocketMessageSize());
	}

	Setting<Duration> websocketPingInterval() {
		return setting("websocket-ping-interval", Application::getWebsocketPingInterval,
				this.shared.getWebsocketPingInterval());
	}

	Setting<Duration> websocketPingTimeout() {
		return setting("websocket-ping-timeout", Application::getWebsocketPingTimeout,
				this.shared.getWebsocketPingTimeout());
	}

	Setting<Boolean> websocketCompression() {
		return setting("websocket-compression", Application::getWebsocketCompression,
				this.shared.isWebsocketCompression());
	}

	Setting<Boolean> cancelOnDisconnect() {
		return setting("cancel-on-disconnect", Application::getCancelOnDisconnect, this.shared.isCancelOnDisconnect());
	}

	Setting<List<String>> pythonPath() {
		return setting("python-path", Application::getPythonPath, this.shared.getPythonPath());
	}

	Setting<@Nullable String> virtualEnv() {
		return text("virtual-env", Application::getVirtualEnv, this.shared.getVirtualEnv());
	}

	/**
	 * Return the virtual environment that is set for the application alone.
	 * @return the directory
	 */
	Setting<@Nullable String> ownVirtualEnv() {
		return new Setting<@Nullable String>(this.prefix + "virtual-env", this.own.getVirtualEnv());
	}

	/**
	 * Return whether it is set for the application alone where its modules are.
	 * @return whether it is
	 */
	boolean hasOwnPath() {
		return this.own.getPythonPath() != null || this.own.getVirtualEnv() != null;
	}

	Setting<@Nullable String> cacheDir() {
		return new Setting<@Nullable String>(SHARED + "cache-dir", this.shared.getCacheDir());
	}

	/**
	 * Return the variables that are set for the application alone.
	 * @return the variables
	 */
	Setting<Map<String, String>> ownEnv() {
		return new Setting<>(this.prefix + "env", this.own.getEnv());
	}

	/**
	 * Add the variables of the application to those for all.
	 * @param variables those for all
	 * @return all variables
	 */
	Map<String, String> merged(Map<String, String> variables) {
		return merged(variables, this.own.getEnv());
	}

	Setting<@Nullable Integer> workers() {
		return optional("workers", Application::getWorkers, this.shared.getWorkers());
	}

	Setting<@Nullable Integer> minWorkers() {
		return optional("min-workers", Application::getMinWorkers, this.shared.getMinWorkers());
	}

	Setting<Duration> idleTimeout() {
		return setting("idle-timeout", Application::getIdleTimeout, this.shared.getIdleTimeout());
	}

	Setting<Integer> minThreads() {
		return setting("min-threads", Application::getMinThreads, this.shared.getMinThreads());
	}

	Setting<Integer> threads() {
		return setting("threads", Application::getThreads, this.shared.getThreads());
	}

	Setting<Integer> queueSize() {
		return setting("queue-size", Application::getQueueSize, this.shared.getQueueSize());
	}

	Setting<Duration> queueTimeout() {
		return setting("queue-timeout", Application::getQueueTimeout, this.shared.getQueueTimeout());
	}

	Setting<@Nullable Duration> requestTimeout() {
		return optional("request-timeout", Application::getRequestTimeout, this.shared.getRequestTimeout());
	}

	Setting<Duration> bootTimeout() {
		return setting("boot-timeout", Application::getBootTimeout, this.shared.getBootTimeout());
	}

	Setting<Duration> gracefulTimeout() {
		return setting("graceful-timeout", Application::getGracefulTimeout, this.shared.getGracefulTimeout());
	}

	Setting<Integer> maxRequests() {
		return setting("max-requests", Application::getMaxRequests, this.shared.getMaxRequests());
	}

	Setting<Integer> maxRequestsJitter() {
		return setting("max-requests-jitter", Application::getMaxRequestsJitter, this.shared.getMaxRequestsJitter());
	}

	Setting<@Nullable Duration> maxWorkerAge() {
		return optional("max-worker-age", Application::getMaxWorkerAge, this.shared.getMaxWorkerAge());
	}

	Setting<@Nullable Double> maxHeapUsage() {
		return optional("max-heap-usage", Application::getMaxHeapUsage, this.shared.getMaxHeapUsage());
	}

	Setting<@Nullable String> hooks() {
		return text("hooks", Application::getHooks, this.shared.getHooks());
	}

	Setting<List<String>> beans() {
		return setting("beans", Application::getBeans, this.shared.getBeans());
	}

	/**
	 * Return whether it is set for the application alone which beans it may call.
	 * @return whether it is
	 */
	boolean hasOwnBeans() {
		return this.own.getBeans() != null;
	}

	Setting<List<String>> events() {
		return setting("events", Application::getEvents, this.shared.getEvents());
	}

	/**
	 * Return whether it is set for the application alone which events it may listen to.
	 * @return whether it is
	 */
	boolean hasOwnEvents() {
		return this.own.getEvents() != null;
	}

	Setting<List<String>> dataSources() {
		return setting("data-sources", Application::getDataSources, this.shared.getDataSources());
	}

	/**
	 * Return whether it is set for the application alone which data sources it may use.
	 * @return whether it is
	 */
	boolean hasOwnDataSources() {
		return this.own.getDataSources() != null;
	}

	Setting<Boolean> session() {
		return setting("session", Application::getSession, this.shared.isSession());
	}

	/**
	 * Return whether it is set for the application alone whether it may use sessions.
	 * @return whether it is
	 */
	boolean hasOwnSession() {
		return this.own.getSession() != null;
	}

	Setting<List<Warmup>> warmup() {
		return setting("warmup", Application::getWarmup, this.shared.getWarmup());
	}

	/**
	 * Return whether the warm-up requests are for the application alone, and not for
	 * whichever their path leads to.
	 * @return whether they are
	 */
	boolean hasOwnWarmup() {
		return this.own.getWarmup() != null;
	}

	Setting<@Nullable String> healthPath() {
		return text("health.path", (application) -> application.getHealth().getPath(),
				this.shared.getHealth().getPath());
	}

	/**
	 * Return whether the path for health is for the application alone, and not for
	 * whichever it leads to.
	 * @return whether it is
	 */
	boolean hasOwnHealthPath() {
		return this.own.getHealth().getPath() != null;
	}

	Map<String, String> healthHeaders() {
		return merged(this.shared.getHealth().getHeaders(), this.own.getHealth().getHeaders());
	}

	Setting<Duration> healthTimeout() {
		return health("timeout", ApplicationHealth::getTimeout, this.shared.getHealth().getTimeout());
	}

	Setting<Duration> healthCacheTime() {
		return health("cache-time", ApplicationHealth::getCacheTime, this.shared.getHealth().getCacheTime());
	}

	private Setting<Duration> health(String name, Function<ApplicationHealth, @Nullable Duration> ownValue,
			Duration sharedValue) {
		return setting("health." + name, (application) -> ownValue.apply(application.getHealth()), sharedValue);
	}

	Setting<UnderscoreHeaderPolicy.Mode> headerMap() {
		return setting("header-map", Application::getHeaderMap, this.shared.getHeaderMap());
	}

	Setting<AmbiguousPaths> ambiguousPaths() {
		return setting("ambiguous-paths", Application::getAmbiguousPaths, this.shared.getAmbiguousPaths());
	}

	Setting<List<String>> headerMapAllowed() {
		return setting("header-map-allowed", Application::getHeaderMapAllowed, this.shared.getHeaderMapAllowed());
	}

	Setting<DataSize> maxRequestSize() {
		return setting("max-request-size", Application::getMaxRequestSize, this.shared.getMaxRequestSize());
	}

	Setting<DataSize> maxInMemorySize() {
		return setting("max-in-memory-size", Application::getMaxInMemorySize, this.shared.getMaxInMemorySize());
	}

	Setting<DataSize> maxResponseBufferSize() {
		return setting("max-response-buffer-size", Application::getMaxResponseBufferSize,
				this.shared.getMaxResponseBufferSize());
	}

}
