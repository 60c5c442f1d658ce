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

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.util.FileSystemUtils;

/**
 * JUnit extension that hands a {@link TlsServer} to tests: one with all that the usual
 * one has not, such as a context path, low limits and trust in a proxy.
 *
 * @author wsgi-spring-boot contributors
 */
class TlsServerExtension implements ParameterResolver {

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == TlsServer.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		// A JVM of several that share the tests gets one class after the other
		Store store = context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(TlsServerExtension.class));
		return store.computeIfAbsent(TlsServer.class, (type) -> start());
	}

	private TlsServer start() {
		try {
			Path directory = Files.createTempDirectory("wsgi-conformance-");
			Path keys = directory.resolve("keys.p12");
			TlsKey key = TlsKey.create(keys);
			KeyStore trusted = TlsKey.trust(key);
			Path trust = directory.resolve("trust.p12");
			try (OutputStream output = Files.newOutputStream(trust)) {
				trusted.store(output, TlsKey.PASSWORD.toCharArray());
			}
			SSLContext anonymous = TlsKey.client(null, trusted);
			WsgiServer server = WsgiServer.start(anonymous.getSocketFactory(), "wsgi.path=/app",
					"wsgi.ambiguous-paths=allow", "wsgi.apps.second.app=dispatcher:application",
					"wsgi.apps.second.path=/app/second", "server.servlet.context-path=/context",
					"server.http2.enabled=true", "server.ssl.bundle=conformance", "server.ssl.client-auth=want",
					bundle("keystore", keys), bundle("truststore", trust),
					"spring.ssl.bundle.jks.conformance.keystore.password=" + TlsKey.PASSWORD,
					"spring.ssl.bundle.jks.conformance.truststore.password=" + TlsKey.PASSWORD,
					"server.forward-headers-strategy=native", "wsgi.max-request-size=10KB",
					"wsgi.header-map-allowed=X_Allowed,x_also-allowed");
			FileSystemUtils.deleteRecursively(directory);
			return new TlsServer(server, anonymous, TlsKey.client(key, trusted));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String bundle(String store, Path location) {
		return "spring.ssl.bundle.jks.conformance." + store + ".location=" + location.toUri();
	}

}
