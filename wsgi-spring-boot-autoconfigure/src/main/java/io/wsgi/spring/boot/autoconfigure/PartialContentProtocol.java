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

import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;

/**
 * HTTP as Tomcat speaks it, but for parts of a content ({@code 206}), which stay as they
 * are: {@code Content-Range} counts the bytes of what is not compressed (RFC 9110, 14.4).
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class PartialContentProtocol extends Http11NioProtocol {

	@Override
	public boolean useCompression(Request request, Response response) {
		return response.getStatus() != HttpServletResponse.SC_PARTIAL_CONTENT
				&& super.useCompression(request, response);
	}

}
