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

package io.wsgi.spring.boot.checkpoint;

import java.io.File;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.wsgi.spring.boot.web.ConnectionDrainValve;
import jakarta.servlet.ServletContext;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Session;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.util.StandardSessionIdGenerator;
import org.apache.catalina.valves.AccessLogValve;
import org.apache.coyote.AbstractProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * The web servers of the application: its own, and that of the management port if it is
 * another one. Spring does not pause them.
 *
 * @author wsgi-spring-boot contributors
 */
public final class WebServers implements ApplicationListener<WebServerInitializedEvent> {

	private static final String MANAGEMENT = "management";

	// Spring Boot's, for a server that nothing tells its port
	private static final int DEFAULT_PORT = 8080;

	private final Map<String, Server> servers = new LinkedHashMap<>();

	private final ConnectionDrainValve drain;

	/**
	 * Create a new instance.
	 * @param drain sends the clients away
	 */
	public WebServers(ConnectionDrainValve drain) {
		this.drain = drain;
	}

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		WebServerApplicationContext context = event.getApplicationContext();
		if (event.getWebServer() instanceof TomcatWebServer server) {
			String name = (context.getServerNamespace() != null) ? context.getServerNamespace() : "";
			this.servers.computeIfAbsent(name, (key) -> new Server(context, server.getTomcat(),
					List.of(server.getTomcat().getService().findConnectors())));
		}
	}

	/**
	 * Accept no more connections, finish the requests of those there are, and close the
	 * sockets.
	 */
	void stop() {
		for (Server server : this.servers.values()) {
			this.drain.drain(server.connectors());
			this.drain.reset();
			server.forEachConnector(Connector::stop);
			server.forEachAccessLog(AccessLogValve::stop);
			server.forEachContext(WebServers::discardSessions);
		}
	}

	/**
	 * Listen again.
	 * @param environment says where
	 */
	void start(Environment environment) {
		this.servers.forEach((name, server) -> {
			server.createDirectories();
			server.forEachContext(WebServers::renewSessionIds);
			server.forEachAccessLog(AccessLogValve::start);
			String prefix = MANAGEMENT.equals(name) ? "management.server" : "server";
			Connector main = server.connectors().get(0);
			// A checkpoint is made on a port that is free by chance
			int before = (main.getPort() != 0) ? main.getPort() : DEFAULT_PORT;
			main.setPort(environment.getProperty(prefix + ".port", Integer.class, before));
			setAddress(main, environment.getProperty(prefix + ".address"));
			server.forEachConnector(WebServers::start);
			if (server.context() instanceof ServletWebServerApplicationContext context
					&& context.getWebServer() != null) {
				// Makes the port known
				context.publishEvent(new ServletWebServerInitializedEvent(context.getWebServer(), context));
			}
		});
	}

	private static void start(Connector connector) throws LifecycleException {
		try {
			connector.start();
		}
		catch (LifecycleException ex) {
			PortInUseException.throwIfPortBindingException(ex, connector::getPort);
			throw ex;
		}
	}

	private static void setAddress(Connector connector, @Nullable String address) {
		if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
			try {
				protocol.setAddress((address != null) ? InetAddress.getByName(address) : null);
			}
			catch (UnknownHostException ex) {
				throw new IllegalStateException("There is no address " + address, ex);
			}
		}
	}

	// Those of the load before the checkpoint
	private static void discardSessions(Context context) {
		if (context.getManager() != null) {
			for (Session session : context.getManager().findSessions()) {
				session.expire();
			}
		}
	}

	/**
	 * Its generator of random numbers takes no entropy by itself.
	 * @param context whose session identifiers
	 * @throws LifecycleException if the new generator does not start
	 */
	private static void renewSessionIds(Context context) throws LifecycleException {
		if (context.getManager() != null
				&& context.getManager().getSessionIdGenerator() instanceof StandardSessionIdGenerator old) {
			StandardSessionIdGenerator renewed = new StandardSessionIdGenerator();
			renewed.setJvmRoute(old.getJvmRoute());
			renewed.setSessionIdLength(old.getSessionIdLength());
			renewed.setSecureRandomAlgorithm(old.getSecureRandomAlgorithm());
			renewed.setSecureRandomClass(old.getSecureRandomClass());
			renewed.setSecureRandomProvider(old.getSecureRandomProvider());
			context.getManager().setSessionIdGenerator(renewed);
			renewed.start();
		}
	}

	/**
	 * Return where the main server listens.
	 * @return an address for a client on this machine
	 */
	URI address() {
		Connector connector = connectors().get(0);
		String host = "localhost";
		if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol && protocol.getAddress() != null
				&& !protocol.getAddress().isAnyLocalAddress()) {
			host = protocol.getAddress().getHostAddress();
		}
		return URI.create(connector.getScheme() + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
				+ connector.getLocalPort());
	}

	/**
	 * Return the connectors of the main server.
	 * @return the connectors, none if it is not Tomcat
	 */
	List<Connector> connectors() {
		Server main = this.servers.get("");
		return (main != null) ? main.connectors() : List.of();
	}

	/**
	 * Tell where the servers listen.
	 * @return the ports
	 */
	List<Integer> ports() {
		List<Integer> ports = new ArrayList<>();
		this.servers.values()
			.forEach((server) -> server.connectors().forEach((connector) -> ports.add(connector.getLocalPort())));
		return ports;
	}

	/**
	 * One of them.
	 *
	 * @param context the application
	 * @param tomcat the server
	 * @param connectors its connectors
	 */
	private record Server(WebServerApplicationContext context, Tomcat tomcat, List<Connector> connectors) {

		void forEachConnector(Action<Connector> action) {
			this.connectors.forEach((connector) -> run(action, connector));
		}

		void forEachContext(Action<Context> action) {
			for (Container child : this.tomcat.getHost().findChildren()) {
				if (child instanceof Context child2) {
					run(action, child2);
				}
			}
		}

		void forEachAccessLog(Action<AccessLogValve> action) {
			for (Valve valve : this.tomcat.getEngine().getPipeline().getValves()) {
				if (valve instanceof AccessLogValve log) {
					run(action, log);
				}
			}
		}

		// Those in the directory for temporary files of another machine
		void createDirectories() {
			create(this.tomcat.getServer().getCatalinaBase());
			forEachContext((child) -> {
				if (child.getServletContext().getAttribute(ServletContext.TEMPDIR) instanceof File directory) {
					create(directory);
				}
			});
		}

		private void create(@Nullable File directory) {
			if (directory != null && !directory.isDirectory() && !directory.mkdirs()) {
				throw new IllegalStateException("The directory " + directory + " cannot be created");
			}
		}

		private <T> void run(Action<T> action, T target) {
			try {
				action.run(target);
			}
			catch (LifecycleException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/**
	 * What is done with a part of a server.
	 *
	 * @param <T> the type of the part, often a {@link Lifecycle}
	 */
	@FunctionalInterface
	private interface Action<T> {

		void run(T target) throws LifecycleException;

	}

}
