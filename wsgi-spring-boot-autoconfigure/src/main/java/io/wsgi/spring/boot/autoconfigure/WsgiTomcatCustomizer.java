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

import io.wsgi.spring.boot.web.ConnectionAbortValve;
import io.wsgi.spring.boot.web.ConnectionDrainValve;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * {@link WebServerFactoryCustomizer} that lets requests pass which Tomcat would refuse or
 * answer itself, although they are the application's business. Comes before those of the
 * Spring application, which can have it otherwise.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiTomcatCustomizer implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory>, Ordered {

	private final ConnectionDrainValve drain;

	private final ConnectionAbortValve abort;

	private final boolean encodedSlashes;

	WsgiTomcatCustomizer(ConnectionDrainValve drain, ConnectionAbortValve abort, boolean encodedSlashes) {
		this.drain = drain;
		this.abort = abort;
		this.encodedSlashes = encodedSlashes;
	}

	@Override
	public void customize(ConfigurableTomcatWebServerFactory factory) {
		factory.addConnectorCustomizers(this::customize);
		factory.addEngineValves(this.drain, this.abort);
		if (factory instanceof TomcatWebServerFactory tomcat
				&& tomcat.getProtocol().equals(TomcatWebServerFactory.DEFAULT_PROTOCOL)) {
			tomcat.setProtocol(WsgiHttp11Protocol.class.getName());
		}
	}

	private void customize(Connector connector) {
		if (this.encodedSlashes) {
			// For other handlers of the Spring application, too: Tomcat knows only one
			// answer for all paths
			connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
			connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
		}
		// PEP 3333, "HTTP 1.1 Expect/Continue"
		connector.setProperty("continueResponseTiming", "onRead");
	}

	@Override
	public int getOrder() {
		return 0;
	}

}
