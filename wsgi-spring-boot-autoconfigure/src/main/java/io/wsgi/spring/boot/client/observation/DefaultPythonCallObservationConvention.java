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

import io.micrometer.common.KeyValues;
import io.wsgi.spring.boot.client.observation.PythonObservationDocumentation.LowCardinalityKeyNames;

/**
 * Default {@link PythonCallObservationConvention}.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public class DefaultPythonCallObservationConvention implements PythonCallObservationConvention {

	@Override
	public String getName() {
		return "wsgi.python.call";
	}

	@Override
	public String getContextualName(PythonCallObservationContext context) {
		return "python " + context.getModule() + "." + context.getFunction();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(PythonCallObservationContext context) {
		return KeyValues.of(LowCardinalityKeyNames.APPLICATION.withValue(context.getApplication()),
				LowCardinalityKeyNames.MODULE.withValue(context.getModule()),
				LowCardinalityKeyNames.FUNCTION.withValue(context.getFunction()),
				LowCardinalityKeyNames.OUTCOME.withValue(context.getOutcome()));
	}

}
