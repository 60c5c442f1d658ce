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

import java.io.IOException;
import java.nio.ByteBuffer;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketProperties;

/**
 * Tomcat's connections, with buffers that grow with what is sent. Those with TLS stay as
 * they are: what they send is encrypted piece by piece.
 *
 * @author wsgi-spring-boot contributors
 */
final class WsgiNioEndpoint extends NioEndpoint {

	@Override
	protected NioChannel createChannel(SocketBufferHandler buffers) {
		if (isSSLEnabled()) {
			return super.createChannel(buffers);
		}
		SocketProperties properties = getSocketProperties();
		return new Channel(new GrowingSocketBuffers(properties.getAppReadBufSize(), properties.getAppWriteBufSize(),
				properties.getDirectBuffer()));
	}

	private static final class Channel extends NioChannel {

		private final GrowingSocketBuffers buffers;

		private Channel(GrowingSocketBuffers buffers) {
			super(buffers);
			this.buffers = buffers;
		}

		@Override
		public int write(ByteBuffer source) throws IOException {
			int count = super.write(source);
			this.buffers.sent();
			return count;
		}

	}

}
