"""Everyday operations of Python code: the same under CPython and under each build of ours."""

import json
import subprocess
import sys
import urllib.parse
import urllib.request

from .load import wait_until_served
from .paths import APPS
from .session import START_TIMEOUT

APP = "operations:app"
CPYTHON_SECONDS = 0.2


class _Names:
    """The case that asks for the names of the operations, to see that a server serves."""

    method, path, body = "GET", "/", None

    @staticmethod
    def problem(status, content_type, body):
        return None if status == 200 else f"status {status}"


def run(session, servers, _):
    taskset = ["taskset", "-c", ",".join(map(str, sorted(session.options.cores)))]
    command = [*taskset, sys.executable, str(APPS / "operations.py"), str(CPYTHON_SECONDS)]
    cpython = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    for server in servers:
        if server.kind == "ours":
            with session.launched(server, APP, "operations") as running:
                _, problem = wait_until_served(running.process, running.port, _Names, START_TIMEOUT)
                if problem:
                    session.results.fail(server, "start for the operations", problem)
                else:
                    _measure(session, running, cpython)


def _measure(session, running, cpython):
    # Twice, because the JIT compiles the first ones while it compiles much else
    for name in cpython:
        _time(session, running, name)
    for name, reference in cpython.items():
        result = _time(session, running, name)
        if result["digest"] != reference["digest"]:
            session.results.fail(running.server, f"operation {name}", "not CPython's result")
        ratio = result["microseconds"] / reference["microseconds"]
        session.results.add("operations", {"server": running.name, "operation": name,
                                           "cpython_us": reference["microseconds"], "us": result["microseconds"],
                                           "ratio": ratio})
        print(f"operation: {running.name}: {name}: {result['microseconds']:.2f} us, {ratio:.2f} of CPython's",
              flush=True)


def _time(session, running, name):
    query = urllib.parse.urlencode({"name": name, "seconds": session.options.operation_seconds})
    with urllib.request.urlopen(f"http://127.0.0.1:{running.port}/?{query}") as response:
        return json.load(response)
