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

package io.wsgi.cpython;

import java.util.Set;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.PythonApplication;
import org.jspecify.annotations.Nullable;

/**
 * An application that was loaded in CPython. It stays for good: a call may go on in it
 * after it was loaded anew.
 *
 * @author wsgi-spring-boot contributors
 */
final class CPythonApplication implements PythonApplication {

	private final CPython python;

	private final long handle;

	private final @Nullable InterpreterLog log;

	private final Set<PythonThread> callers;

	CPythonApplication(CPython python, long handle, @Nullable InterpreterLog log, Set<PythonThread> callers) {
		this.python = python;
		this.handle = handle;
		this.log = log;
		this.callers = callers;
	}

	@Override
	public ApplicationCaller newCaller() {
		PythonThread known = this.python.threads().current();
		PythonThread thread = (known != null) ? known : this.python.threads().attach();
		this.callers.add(thread);
		this.python.threads().inside(() -> {
			this.python.module("wsgi_cpython.session").run("name_thread", Thread.currentThread().getName());
			return true;
		});
		return new CPythonCaller(this.python, thread, this.handle, this.log, () -> {
			if (known == null) {
				this.callers.remove(thread);
				thread.close();
			}
		});
	}

	@Override
	public ApplicationCaller newCaller(ApplicationCaller previous) {
		return ((CPythonCaller) previous).withHandle(this.handle);
	}

}
