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

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * Documents what is observed of WSGI applications.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public enum WsgiObservationDocumentation implements ObservationDocumentation {

	/**
	 * One call of an application, from the time it has a thread to the end of the call.
	 */
	WSGI_REQUEST {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultWsgiRequestObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

	};

	/**
	 * Keys with few values, which metrics have too.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * Name of the application: {@code default} for {@code wsgi.app}.
		 */
		APPLICATION {

			@Override
			public String asString() {
				return "application";
			}

		},

		/**
		 * Status code of the response.
		 */
		STATUS {

			@Override
			public String asString() {
				return "status";
			}

		},

		/**
		 * What the status means: {@code SUCCESS}, {@code REDIRECTION},
		 * {@code CLIENT_ERROR}, {@code SERVER_ERROR}, or {@code UNKNOWN}.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		}

	}

}
