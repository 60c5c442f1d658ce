"""What the parts of a run share: starting and checking servers, loading and watching them."""

import contextlib
import time

from . import machine
from .load import check, wait_until_served
from .paths import relative
from .process import busy_seconds

START_TIMEOUT = 300
REST_LIMIT = 15
AT_REST = 0.05  # cores


class Session:
    """One run."""

    def __init__(self, options, load, results, directory):
        self.options = options
        self.load = load
        self.results = results
        self.data = directory / "data"
        self._logs = directory / "logs"
        self._logs.mkdir(parents=True, exist_ok=True)

    @contextlib.contextmanager
    def launched(self, server, app, label, java_options="", must_stop=True):
        """A server that was only just launched, by a name for its log. It is stopped in the end."""
        log = self._logs / f"{label}-{server.name}.log"
        running = server.start(app, self.options.cores, self.options.processes, self.data, log, java_options)
        try:
            yield running
        finally:
            if not running.process.stop() and must_stop:
                self.results.fail(server, label, "did not stop by itself after SIGTERM")

    def wait(self, running, case):
        """Wait until a server serves. Return the seconds since its launch, or None after a failure."""
        seconds, problem = wait_until_served(running.process, running.port, case, START_TIMEOUT)
        if problem:
            self.results.fail(running.server, f"start for {case.name}", relative(problem))
            return None
        self.results.describe(running.server, **self._facts(running, case.app))
        return seconds

    def _facts(self, running, app):
        command = relative(" ".join(running.process.command)).replace(str(running.port), "PORT")
        facts = {"command": command.replace(app, "APP")}
        if running.server.is_java:
            facts |= {"java": machine.java(running.process.jvm), "java_options": running.server.java_options}
        return facts

    def checked(self, running, case, when):
        """Whether the response to a case is right."""
        problem = check(running.port, case)
        if problem:
            self.results.fail(running.server, f"{case.name} {when}", problem)
        return problem is None

    def measure(self, running, case, connections, seconds):
        """Load a server, and return what the load generator saw, and what it cost."""
        meter = _Meter(running.process)
        result = self.load.run(running, case, connections, seconds, meter.start)
        elapsed, cpu, busy = meter.since_start()
        load_cpu = result.pop("load_cpu")
        if not result["requests"]:
            self.results.fail(running.server, f"{case.name}, {connections} connections", "no response at all")
            result |= {"p50_ms": None, "p99_ms": None, "max_ms": None}  # The load generators say 0
        return result | {"server": running.name, "case": case.name, "connections": connections,
                         "cpu_cores": cpu / elapsed, "cpu_us": cpu * 1e6 / result["requests"] if result["requests"]
                         else None, "load_cores": load_cpu / elapsed,
                         "other_cores": max(0.0, (busy - cpu - load_cpu) / elapsed),
                         "rss_mb": running.process.rss(), "pss_mb": running.process.pss()}

    def rest(self, running_servers):
        """Wait until servers have finished what they do behind the scenes."""
        deadline = time.monotonic() + REST_LIMIT
        while time.monotonic() < deadline:
            before, start = sum(running.process.cpu() for running in running_servers), time.monotonic()
            time.sleep(0.2)
            used = sum(running.process.cpu() for running in running_servers) - before
            if used / (time.monotonic() - start) < AT_REST:
                return


class _Meter:
    """The time, and the CPU seconds of a server and of the whole machine."""

    def __init__(self, process):
        self._process = process

    def start(self):
        self._start = self._read()

    def since_start(self):
        return tuple(now - start for now, start in zip(self._read(), self._start))

    def _read(self):
        return time.monotonic(), self._process.cpu(), busy_seconds()
