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

package io.wsgi.graalpy;

import java.util.concurrent.TimeUnit;

import com.oracle.truffle.api.TruffleSafepoint;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/**
 * Lets a Python thread sleep for some nanoseconds, or until an action waits for it to
 * come to a safepoint. The safepoint is left to the caller: an exception that is raised
 * there would not get through Java as what it is.
 *
 * @author wsgi-spring-boot contributors
 */
final class Sleep implements ProxyExecutable {

	@Override
	public Object execute(Value... arguments) {
		TruffleSafepoint.setBlockedThreadInterruptible(null, Sleep::sleep, arguments[0].asLong());
		return true;
	}

	private static void sleep(long nanos) {
		try {
			TimeUnit.NANOSECONDS.sleep(nanos);
		}
		catch (InterruptedException ex) {
			// Thrown on, it would have Truffle run the actions here, and sleep anew
		}
	}

}
