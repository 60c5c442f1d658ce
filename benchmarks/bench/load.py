"""The load, by wrk for HTTP and by websocket.py for WebSockets, and single requests that check the responses."""

import http.client
import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter

from . import websocket
from .paths import BENCHMARKS

SCRIPT = BENCHMARKS / "bench" / "load.lua"


class Load:
    """Sends requests, on given cores."""

    def __init__(self, cores, directory):
        self._cores = cores
        self._directory = directory
        self._directory.mkdir(parents=True, exist_ok=True)

    def run(self, running, case, connections, seconds, begin=lambda: None):
        """
        Load a server, and return what the load generator saw: requests that were answered well, latencies in ms,
        errors. What opens connections before the load begins is not part of it: ``begin`` is called in between.
        """
        load = self._websockets if case.websocket else self._wrk
        result = load(running, case, connections, seconds, begin)
        errors = result.pop("errors")
        return result | {"rps": result["requests"] / result["seconds"], "errors": sum(errors.values()),
                         "error_kinds": {kind: count for kind, count in errors.items() if count}}

    def _wrk(self, running, case, connections, seconds, begin):
        threads = min(len(self._cores), connections)
        command = ["wrk", f"--threads={threads}", f"--connections={connections}", f"--duration={seconds}s",
                   "--timeout=10s", f"--script={SCRIPT}", f"http://127.0.0.1:{running.port}{case.path}"]
        begin()
        before = _cpu_of_children()
        output = subprocess.run(command, env=self._environment(case), stdout=subprocess.PIPE, text=True,
                                preexec_fn=self._choose_cores).stdout
        _, found, result = output.rpartition("RESULT ")
        result = json.loads(result) if found else _nobody_there(connections, seconds)
        errors, requests = result["errors"], result["requests"]
        if running.server.closes:
            # wrk counts each such end of a connection
            errors["read"] = max(0, errors["read"] - requests)
        return result | {"requests": requests - errors["status"], "load_cpu": _cpu_of_children() - before}

    def _websockets(self, running, case, connections, seconds, begin):
        count = min(len(self._cores), connections)
        shares = [len(range(number, connections, count)) for number in range(count)]
        before = _cpu_of_children()
        generators = [subprocess.Popen(
            [sys.executable, "-m", websocket.__name__, str(running.port), case.path, str(sum(shares[:number])),
             str(share), str(seconds)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            preexec_fn=self._choose_cores) for number, share in enumerate(shares)]
        for generator in generators:
            generator.stdout.readline()
        begin()
        for generator in generators:
            generator.stdin.write("begin\n")
            generator.stdin.flush()
        results = [json.loads(generator.communicate()[0]) for generator in generators]
        unmeasured = before + sum(result["cpu_before"] for result in results)
        return _merged(results) | {"load_cpu": _cpu_of_children() - unmeasured}

    def _choose_cores(self):
        os.sched_setaffinity(0, self._cores)

    def _environment(self, case):
        environment = os.environ | {"BENCH_METHOD": case.method}
        if case.body is not None:
            file = self._directory / f"{case.name}.body"
            if not file.exists():
                file.write_bytes(case.body)
            environment |= {"BENCH_BODY": str(file), "BENCH_TYPE": case.body_type}
        return environment


def _merged(results):
    """One result, with the names of wrk's, of those of several generators for WebSockets."""
    errors, counts = Counter(), Counter()
    for result in results:
        errors.update(result["errors"])
        counts.update({int(latency): count for latency, count in result["latencies_us"].items()})
    p50, p99, most = (_percentile(counts, share) / 1e3 for share in (0.5, 0.99, 1))
    return {"seconds": max(result["seconds"] for result in results), "requests": counts.total(), "p50_ms": p50,
            "p99_ms": p99, "max_ms": most, "errors": errors}


def _percentile(counts, share):
    """The value that a share of those that were counted do not exceed."""
    left = share * counts.total()
    for value, count in sorted(counts.items()):
        left -= count
        if left <= 0:
            return value
    return 0


def _nobody_there(connections, seconds):
    """What takes the place of wrk's result when it could not even connect."""
    return {"seconds": seconds, "requests": 0, "bytes": 0, "p50_ms": 0, "p99_ms": 0, "max_ms": 0,
            "errors": {"status": 0, "connect": connections, "read": 0, "write": 0, "timeout": 0}}


def _cpu_of_children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def check(port, case, timeout=60):
    """Send one request, and say what is wrong with the response, or return None."""
    if case.websocket:
        return websocket.check(port, case.path, timeout)
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
