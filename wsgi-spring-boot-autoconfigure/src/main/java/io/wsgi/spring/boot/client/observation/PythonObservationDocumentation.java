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

package io.wsgi.spring.boot.client.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * Documents what is observed of the calls of Python functions.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public enum PythonObservationDocumentation implements ObservationDocumentation {

	/**
	 * One call of a function, with the time in the queue, until it has returned or, if it
	 * is a generator, has ended.
	 */
	PYTHON_CALL {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultPythonCallObservationConvention.class;
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
		 * Name of the module.
		 */
		MODULE {

			@Override
			public String asString() {
				return "module";
			}

		},

		/**
		 * Name of the function.
		 */
		FUNCTION {

			@Override
			public String asString() {
				return "function";
			}

		},

		/**
		 * How the call has ended: {@code SUCCESS}, {@code ERROR}, {@code TIMEOUT}, or
		 * {@code REJECTED} when it was not made.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		}

	}

}
