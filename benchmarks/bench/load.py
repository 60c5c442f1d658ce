"""The load generator, wrk, and single requests that check the responses."""

import http.client
import json
import os
import resource
import subprocess
import time

from .paths import BENCHMARKS

SCRIPT = BENCHMARKS / "bench" / "load.lua"


class Load:
    """Sends requests with wrk, on given cores."""

    def __init__(self, cores, directory):
        self._cores = cores
        self._directory = directory
        self._directory.mkdir(parents=True, exist_ok=True)

    def run(self, running, case, connections, seconds):
        """Load a server, and return what wrk saw: requests that were answered well, latencies in ms, errors."""
        threads = min(len(self._cores), connections)
        command = ["wrk", f"--threads={threads}", f"--connections={connections}", f"--duration={seconds}s",
                   "--timeout=10s", f"--script={SCRIPT}", f"http://127.0.0.1:{running.port}{case.path}"]
        before = _cpu_of_children()
        output = subprocess.run(command, env=self._environment(case), stdout=subprocess.PIPE, text=True,
                                preexec_fn=lambda: os.sched_setaffinity(0, self._cores)).stdout
        _, found, result = output.rpartition("RESULT ")
        result = json.loads(result) if found else _nobody_there(connections, seconds)
        errors = result.pop("errors")
        good = result["requests"] - errors["status"]
        if running.server.closes:
            # wrk counts each such end of a connection
            errors["read"] = max(0, errors["read"] - result["requests"])
        return result | {"requests": good, "rps": good / result["seconds"], "errors": sum(errors.values()),
                         "error_kinds": {kind: count for kind, count in errors.items() if count},
                         "wrk_cpu": _cpu_of_children() - before}

    def _environment(self, case):
        environment = os.environ | {"BENCH_METHOD": case.method}
        if case.body is not None:
            file = self._directory / f"{case.name}.body"
            if not file.exists():
                file.write_bytes(case.body)
            environment |= {"BENCH_BODY": str(file), "BENCH_TYPE": case.body_type}
        return environment


def _nobody_there(connections, seconds):
    """What takes the place of wrk's result when it could not even connect."""
    return {"seconds": seconds, "requests": 0, "bytes": 0, "p50_ms": 0, "p99_ms": 0, "max_ms": 0,
            "errors": {"status": 0, "connect": connections, "read": 0, "write": 0, "timeout": 0}}


def _cpu_of_children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def check(port, case, timeout=60):
    """Send one request, and say what is wrong with the response, or return None."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(case.method, case.path, case.body, {} if case.body is None
                           else {"Content-Type": case.body_type})
        response = connection.getresponse()
        return case.problem(response.status, response.getheader("Content-Type"), response.read())
    except (OSError, http.client.HTTPException) as exception:
        return f"{type(exception).__name__}: {exception}"
    finally:
        connection.close()


def wait_until_served(process, port, case, timeout):
    """Return the seconds from launch to the first right response, and the last problem if there was none."""
    problem = "not asked"
    while process.age() < timeout:
        problem = check(port, case, timeout=timeout - process.age() + 1)
        if problem is None:
            return process.age(), None
        if not process.alive():
            return None, f"ended with status {process.status()} while starting:\n{process.last_lines()}"
        time.sleep(0.01)
    return None, problem
