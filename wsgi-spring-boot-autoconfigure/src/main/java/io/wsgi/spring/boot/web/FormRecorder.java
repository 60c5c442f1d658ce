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
import java.util.function.Supplier;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the forms that a filter reads, so that the application gets them as they were
 * sent. A filter that asks for a parameter, as that of Spring Security does which looks
 * for a CSRF token, has the servlet container read the whole form.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public class FormRecorder extends ValveBase {

	/**
	 * How many bytes of a form are kept, which is how many of it Tomcat reads by default.
	 */
	public static final int LIMIT = 2 * 1024 * 1024;

	private static final String FORM = "application/x-www-form-urlencoded";

	private static final String MULTIPART = "multipart/form-data";

	private final Supplier<BodyStorage> storage;

	/**
	 * Create a new valve, to be added to the engine.
	 * @param storage what the bodies of all requests share, asked for with the first form
	 */
	public FormRecorder(Supplier<BodyStorage> storage) {
		super(true);
		this.storage = storage;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		if (isForm(request.getContentType())) {
			record(request, response);
		}
		else {
			getNext().invoke(request, response);
		}
	}

	private static boolean isForm(@Nullable String type) {
		return type != null && (type.regionMatches(true, 0, FORM, 0, FORM.length())
				|| type.regionMatches(true, 0, MULTIPART, 0, MULTIPART.length()));
	}

	private void record(Request request, Response response) throws IOException, ServletException {
		org.apache.coyote.Request connection = request.getCoyoteRequest();
		InputBuffer input = connection.getInputBuffer();
		try (RecordedBody recorded = new RecordedBody(LIMIT, this.storage.get().budget().newShare())) {
			recorded.attachTo(request);
			connection.setInputBuffer(new RecordingInput(input, recorded));
			getNext().invoke(request, response);
		}
		finally {
			// Others come over the same connection
			connection.setInputBuffer(input);
		}
	}

	/**
	 * Hands on what it reads, and keeps it.
	 *
	 * @param input where the body comes from
	 * @param recorded keeps it
	 */
	private record RecordingInput(InputBuffer input, RecordedBody recorded) implements InputBuffer {

		@Override
		public int doRead(ApplicationBufferHandler handler) throws IOException {
			int count = this.input.doRead(handler);
			if (count > 0) {
				this.recorded.record(handler.getByteBuffer());
			}
			return count;
		}

		@Override
		public int available() {
			return this.input.available();
		}

	}

}
