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

package io.wsgi.spring.boot.web.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.wsgi.spring.boot.web.observation.WsgiObservationDocumentation.LowCardinalityKeyNames;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * Default {@link WsgiRequestObservationConvention}.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public class DefaultWsgiRequestObservationConvention implements WsgiRequestObservationConvention {

	@Override
	public String getName() {
		return "wsgi.request";
	}

	@Override
	public String getContextualName(WsgiRequestObservationContext context) {
		return "wsgi " + context.getApplication().target();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(WsgiRequestObservationContext context) {
		return KeyValues.of(KeyValue.of(LowCardinalityKeyNames.APPLICATION, context.getApplication().name()),
				KeyValue.of(LowCardinalityKeyNames.STATUS, Integer.toString(context.getStatus())),
				KeyValue.of(LowCardinalityKeyNames.OUTCOME, outcome(context.getStatus())));
	}

	private String outcome(int status) {
		HttpStatus.@Nullable Series series = HttpStatus.Series.resolve(status);
		if (series == null) {
			return "UNKNOWN";
		}
		return switch (series) {
			case INFORMATIONAL -> "INFORMATIONAL";
			case SUCCESSFUL -> "SUCCESS";
			case REDIRECTION -> "REDIRECTION";
			case CLIENT_ERROR -> "CLIENT_ERROR";
			case SERVER_ERROR -> "SERVER_ERROR";
		};
	}

}
