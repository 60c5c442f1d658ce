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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.io.IOAccess;

/**
 * Python's command line, for the programs that applications start by
 * {@code sys.executable}: {@code -c}, {@code -m}, a file, or standard input. Flags
 * without a meaning here are passed over.
 *
 * @author wsgi-spring-boot contributors
 */
public final class PythonCommand {

	static final String PATH = "wsgi.python.command.path";

	static final String CACHE = "wsgi.python.command.cache";

	private static final String PROGRAM = """
			import sys
			def run(path, kind, what, arguments):
			    import runpy
			    sys.path[:0] = path[0]
			    sys.path += path[1]
			    sys.argv[:] = arguments
			    if kind == "c":
			        sys.path.insert(0, "")
			        main = sys.modules["__main__"].__dict__
			        exec(compile(what, "<string>", "exec"), main)
			    elif kind == "m":
			        sys.path.insert(0, "")
			        runpy.run_module(what, run_name="__main__", alter_sys=True)
			    elif kind == "-":
			        exec(compile(sys.stdin.read(), "<stdin>", "exec"), sys.modules["__main__"].__dict__)
			    else:
			        runpy.run_path(what, run_name="__main__")
			def status(*arguments):
			    try:
			        run(*arguments)
			    except SystemExit as end:
			        if end.code is None or isinstance(end.code, int):
			            return (end.code or 0) & 255
			        print(end.code, file=sys.stderr)
			        return 1
			    return 0
			lambda path, kind, what, arguments: status(
			    [p.split(":") if p else [] for p in path.split(chr(0))], kind, what, arguments.split(chr(0)))
			""";

	private PythonCommand() {
	}

	/**
	 * Run a program.
	 * @param args the arguments, as Python takes them
	 */
	public static void main(String[] args) {
		System.exit(run(args));
	}

	private static int run(String[] args) {
		String kind = "-";
		String what = "";
		List<String> rest = new ArrayList<>(List.of("-"));
		for (int i = 0; i < args.length; i++) {
			String argument = args[i];
			boolean takesNext = argument.equals("-c") || argument.equals("-m");
			if (takesNext && i + 1 < args.length) {
				kind = argument.substring(1);
				what = args[i + 1];
				rest = rest(argument, args, i + 2);
				break;
			}
			if (argument.equals("-X") || argument.equals("-W")) {
				i++;
			}
			else if (argument.equals("-") || !argument.startsWith("-")) {
				kind = argument.equals("-") ? "-" : "file";
				what = argument;
				rest = rest(argument, args, i + 1);
				break;
			}
		}
		return run(kind, what, rest);
	}

	private static List<String> rest(String first, String[] args, int from) {
		List<String> rest = new ArrayList<>(List.of(first));
		rest.addAll(Arrays.asList(args).subList(from, args.length));
		return rest;
	}

	private static int run(String kind, String what, List<String> arguments) {
		Context.Builder builder = Context.newBuilder("python")
			.allowExperimentalOptions(true)
			.allowHostAccess(HostAccess.NONE)
			.allowNativeAccess(true)
			.allowCreateThread(true)
			.allowCreateProcess(true)
			.allowEnvironmentAccess(EnvironmentAccess.INHERIT)
			.allowIO(IOAccess.ALL)
			.option("python.WarnExperimentalFeatures", "false")
			.option("engine.WarnInterpreterOnly", "false");
		Map<String, String> options = new LinkedHashMap<>();
		options.put("python.DontWriteBytecodeFlag", "false");
		options.put("python.PyCachePrefix", System.getProperty(CACHE, ""));
		PosixBackend.apply(options);
		options.forEach(builder::option);
		String path = Objects.requireNonNullElse(System.getenv("PYTHONPATH"), "") + '\0' + System.getProperty(PATH, "");
		try (Context context = builder.build()) {
			return context.eval("python", PROGRAM).execute(path, kind, what, String.join("\0", arguments)).asInt();
		}
		catch (PolyglotException ex) {
			if (ex.isExit()) {
				return ex.getExitStatus();
			}
			System.err.println(ex.getMessage());
			return 1;
		}
	}

}
