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

import java.util.function.Supplier;

import org.apache.catalina.connector.Connector;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.tomcat.SslConnectorCustomizer;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerSslBundle;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

/**
 * Reads keys and certificates again after a restore: those of the machine that made the
 * checkpoint are others, if it had any that mean something.
 *
 * @author wsgi-spring-boot contributors
 */
public final class SslBundleRenewal implements CheckpointParticipant {

	private static final Log logger = LogFactory.getLog(SslBundleRenewal.class);

	private final ObjectProvider<SslProperties> properties;

	private final ObjectProvider<SslBundleRegistry> registry;

	private final ObjectProvider<SslBundles> bundles;

	private final ObjectProvider<ServerProperties> server;

	private final WebServers webServers;

	/**
	 * Create a new instance.
	 * @param properties where the files of the bundles are
	 * @param registry the bundles, whose users are told of new ones
	 * @param bundles the bundles
	 * @param server where the files of a web server without a bundle are
	 * @param webServers the web servers
	 */
	public SslBundleRenewal(ObjectProvider<SslProperties> properties, ObjectProvider<SslBundleRegistry> registry,
			ObjectProvider<SslBundles> bundles, ObjectProvider<ServerProperties> server, WebServers webServers) {
		this.properties = properties;
		this.registry = registry;
		this.bundles = bundles;
		this.server = server;
		this.webServers = webServers;
	}

	@Override
	public void beforeCheckpoint() {
		// The sockets that use them are closed
	}

	@Override
	public void afterRestore() {
		SslProperties files = this.properties.getIfAvailable();
		if (files != null) {
			files.getBundle().getPem().forEach((name, pem) -> update(name, () -> PropertiesSslBundle.get(pem)));
			files.getBundle().getJks().forEach((name, jks) -> update(name, () -> PropertiesSslBundle.get(jks)));
		}
		ServerProperties properties = this.server.getIfAvailable();
		Ssl ssl = (properties != null) ? properties.getSsl() : null;
		if (Ssl.isEnabled(ssl) && ssl.getBundle() == null) {
			SslBundle bundle = WebServerSslBundle.get(ssl, this.bundles.getIfAvailable());
			for (Connector connector : this.webServers.connectors()) {
				if (connector.getSecure()) {
					new SslConnectorCustomizer(logger, connector, ssl.getClientAuth()).update(null, bundle);
				}
			}
		}
	}

	private void update(String name, Supplier<SslBundle> bundle) {
		this.registry.ifAvailable((target) -> target.updateBundle(name, bundle.get()));
	}

}
