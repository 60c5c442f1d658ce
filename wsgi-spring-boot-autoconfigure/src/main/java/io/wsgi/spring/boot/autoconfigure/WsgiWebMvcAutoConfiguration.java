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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.wsgi.reload.Reloader;
import io.wsgi.spring.boot.web.AmbiguousPaths;
import io.wsgi.spring.boot.web.BodyStorage;
import io.wsgi.spring.boot.web.CallScopeFactory;
import io.wsgi.spring.boot.web.ConnectionAbortValve;
import io.wsgi.spring.boot.web.ConnectionDrainValve;
import io.wsgi.spring.boot.web.EnvironCustomizer;
import io.wsgi.spring.boot.web.LoadFailureInterceptor;
import io.wsgi.spring.boot.web.OpenWebSockets;
import io.wsgi.spring.boot.web.RequestBodySettings;
import io.wsgi.spring.boot.web.ResponseBufferSettings;
import io.wsgi.spring.boot.web.TruncatedResponseFilter;
import io.wsgi.spring.boot.web.UnderscoreHeaderPolicy;
import io.wsgi.spring.boot.web.WebSocketSettings;
import io.wsgi.spring.boot.web.WsgiDispatcherServlet;
import io.wsgi.spring.boot.web.WsgiHandlerMapping;
import io.wsgi.spring.boot.web.WsgiRequestHandler;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWarDeployment;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for serving WSGI applications over
 * HTTP.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@AutoConfiguration(after = WsgiAutoConfiguration.class, before = DispatcherServletAutoConfiguration.class)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnBean(WorkerPools.class)
@EnableConfigurationProperties(WebMvcProperties.class)
public final class WsgiWebMvcAutoConfiguration {

	private static final DataSize MAX_BUFFERED_SIZE = DataSize.ofGigabytes(4);

	@Bean
	@ConditionalOnMissingBean
	BodyStorage wsgiBodyStorage(WsgiProperties properties, WsgiApplications applications) {
		DataSize size = properties.getMaxBufferedSize();
		return new BodyStorage((size != null) ? size.toBytes() : maxBufferedSize(applications));
	}

	// Each application is to get the bodies that it takes
	private static long maxBufferedSize(WsgiApplications applications) {
		long max = MAX_BUFFERED_SIZE.toBytes();
		for (WsgiApplication application : applications.stream().toList()) {
			long largest = application.properties().maxRequestSize().value().toBytes();
			if (largest < 0) {
				return -1;
			}
			max = Math.max(max, largest);
		}
		return max;
	}

	@Bean
	OpenWebSockets wsgiOpenWebSockets() {
		return new OpenWebSockets();
	}

	@Bean
	WebSocketCloseLifecycle wsgiWebSocketCloseLifecycle(OpenWebSockets webSockets) {
		return new WebSocketCloseLifecycle(webSockets);
	}

	@Bean
	@ConditionalOnMissingBean
	WsgiHandlerMapping wsgiHandlerMapping(WsgiApplications applications, WorkerPools pools, WsgiProperties properties,
			BodyStorage storage, ObjectProvider<CallScopeFactory> scopes, ObjectProvider<EnvironCustomizer> customizers,
			OpenWebSockets webSockets, ListableBeanFactory beanFactory, ObjectProvider<Reloader> reloader) {
		String configured = properties.getUploadDir();
		Path directory = (configured != null) ? Path.of(configured) : null;
		List<WsgiRequestHandler> handlers = new ArrayList<>();
		for (WorkerPool workers : pools) {
			WsgiApplication application = applications.named(workers.getSettings().name());
			if (!application.isServed()) {
				continue;
			}
			ApplicationProperties from = application.properties();
			UnderscoreHeaderPolicy underscores = new UnderscoreHeaderPolicy(from.headerMap().value(),
					from.headerMapAllowed().value());
			RequestBodySettings bodies = new RequestBodySettings(from.maxRequestSize().value().toBytes(),
					(int) from.maxInMemorySize().value().toBytes(), directory);
			ResponseBufferSettings buffers = new ResponseBufferSettings(from.maxResponseBufferSize().value().toBytes(),
					directory);
			handlers.add(new WsgiRequestHandler(workers, application.path(), underscores, from.ambiguousPaths().value(),
					storage, bodies, buffers,
					new WebSocketSettings((int) from.maxWebsocketMessageSize().value().toBytes(),
							from.websocketPingInterval().value(), from.websocketPingTimeout().value(),
							from.websocketCompression().value(), webSockets),
					scopes.orderedStream().toList(), customizers.orderedStream().toList()));
		}
		WsgiHandlerMapping mapping = new WsgiHandlerMapping(handlers, new ResourcePatterns(beanFactory));
		List<Object> interceptors = new ArrayList<>(new ControllerInterceptors(beanFactory).find());
		reloader.ifAvailable((available) -> interceptors.add(new LoadFailureInterceptor(available::failure)));
		mapping.setInterceptors(interceptors.toArray());
		return mapping;
	}

	@Bean(name = DispatcherServletAutoConfiguration.DEFAULT_DISPATCHER_SERVLET_BEAN_NAME)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnMissingBean(DispatcherServlet.class)
	WsgiDispatcherServlet wsgiDispatcherServlet(WebMvcProperties properties) {
		WsgiDispatcherServlet servlet = new WsgiDispatcherServlet();
		servlet.setDispatchOptionsRequest(properties.isDispatchOptionsRequest());
		servlet.setDispatchTraceRequest(properties.isDispatchTraceRequest());
		servlet.setPublishEvents(properties.isPublishRequestHandledEvents());
		servlet.setEnableLoggingRequestDetails(properties.isLogRequestDetails());
		return servlet;
	}

	@Bean
	@Conditional(OnForeignServletContainer.class)
	FilterRegistrationBean<TruncatedResponseFilter> wsgiTruncatedResponseFilter() {
		FilterRegistrationBean<TruncatedResponseFilter> registration = new FilterRegistrationBean<>(
				new TruncatedResponseFilter());
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	/**
	 * Settings of Tomcat.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConfigurableTomcatWebServerFactory.class)
	static class TomcatConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ConnectionAbortValve wsgiConnectionAbort() {
			return new ConnectionAbortValve();
		}

		@Bean
		ClientWatch wsgiClientWatch(ConnectionAbortValve abort, ObjectProvider<WorkerPools> pools) {
			return new ClientWatch(abort, pools);
		}

		@Bean
		@ConditionalOnMissingBean
		ConnectionDrainValve wsgiConnectionDrain() {
			return new ConnectionDrainValve();
		}

		@Bean
		@ConditionalOnProperty(name = "server.shutdown", havingValue = "graceful", matchIfMissing = true)
		ConnectionDrainLifecycle wsgiConnectionDrainLifecycle(ConnectionDrainValve drain, ApplicationContext context) {
			return new ConnectionDrainLifecycle(drain, context);
		}

		@Bean
		@ConditionalOnMissingBean(name = "wsgiTomcatCustomizer")
		WsgiTomcatCustomizer wsgiTomcatCustomizer(ConnectionDrainValve drain, ConnectionAbortValve abort,
				WsgiApplications applications) {
			boolean encodedSlashes = applications.stream()
				.anyMatch((application) -> application.properties().ambiguousPaths().value() == AmbiguousPaths.ALLOW);
			return new WsgiTomcatCustomizer(drain, abort, encodedSlashes);
		}

		@Bean
		@ConditionalOnBooleanProperty("server.tomcat.accesslog.enabled")
		StandardStreamAccessLogCustomizer standardStreamAccessLogCustomizer() {
			return new StandardStreamAccessLogCustomizer();
		}

	}

	/**
	 * The servlet container is not a Tomcat that {@link TomcatConfiguration} sets up.
	 */
	static final class OnForeignServletContainer extends AnyNestedCondition {

		OnForeignServletContainer() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnWarDeployment
		static class WarDeployment {

		}

		@ConditionalOnMissingClass("org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory")
		static class OtherServer {

		}

	}

}
