"""Where suites can be run."""

import json
import os
import pathlib
import signal
import subprocess
import threading
import time
import urllib.request
from dataclasses import dataclass

__all__ = ["TARGETS", "Places"]

INSIDE = pathlib.Path(__file__).parent.parent / "inside"
_START = 300


@dataclass
class Places:
    """What the command was told, and a temporary directory."""

    directory: pathlib.Path
    server: pathlib.Path
    python: str
    java: str
    port: int


class _Target:
    """A process in which suites are run, in a session of its own so that its children can be ended with it."""

    def __init__(self, places, path):
        self.directory = places.directory
        self._places = places
        self._path = [str(INSIDE), *path]
        self._process = None
        self._printed_before = 0

    def start(self, job):
        """Start the suites."""
        self._start([*self._command(), str(INSIDE / "running.py"), json.dumps(job)])

    def _start(self, command):
        with open(self.directory / "log", "ab") as log:
            self._printed_before = log.tell()
            self._process = subprocess.Popen(
                command,
                cwd=self.directory,
                env={**os.environ, **self._environment()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _environment(self):
        return {"PYTHONPATH": os.pathsep.join(self._path), "PYTHONDONTWRITEBYTECODE": "1"}

    def is_running(self):
        """Return whether more results may come."""
        return self._process.poll() is None

    def end(self):
        """End the process and its children."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()

    def tail(self):
        """Return the end of what this process has printed."""
        printed = (self.directory / "log").read_bytes()[self._printed_before :]
        return printed[-2000:].decode("utf-8", "replace")


class _CPython(_Target):
    def _command(self):
        return [self._places.python]


class _GraalPy(_Target):
    """GraalPy with its own standard library and nothing of this project's, but compiled as in the server."""

    def _command(self):
        home = self._places.server
        return [
            self._places.java,
            f"@{home / 'jvm.args'}",
            f"--upgrade-module-path={home / 'graal'}",
            f"-Dwsgi.python.command.cache={self.directory}",
            "-Dloader.main=io.wsgi.graalpy.PythonCommand",
            "-cp",
            str(next(home.glob("*.jar"))),
            "org.springframework.boot.loader.launch.PropertiesLauncher",
        ]


class _Here(_Target):
    """The server, with an application that runs suites."""

    def __init__(self, places, path):
        super().__init__(places, path)
        self._request = None

    def start(self, job):
        """Start the server, and the suites."""
        self._start([
            str(next((self._places.server / "bin").glob("*-app"))),
            f"--server.port={self._places.port}",
            "--wsgi.app=application:app",
            "--wsgi.python-path=" + ",".join(self._path),
            "--wsgi.request-timeout=0",
        ])
        address = f"http://127.0.0.1:{self._places.port}/"
        end = time.monotonic() + _START
        while "Started " not in self.tail():
            if time.monotonic() > end or not super().is_running():
                raise RuntimeError(f"The server has not started: {self.tail()}")
            time.sleep(0.2)
        self._request = threading.Thread(target=self._ask, args=(address, json.dumps(job).encode()), daemon=True)
        self._request.start()

    def _environment(self):
        return {}

    def _ask(self, address, body):
        try:
            with urllib.request.urlopen(address, body) as response:
                response.read()
        except OSError:
            # What matters is in the file with the results
            pass

    def is_running(self):
        """Return whether more results may come."""
        return super().is_running() and self._request.is_alive()


TARGETS = {"cpython": _CPython, "graalpy": _GraalPy, "here": _Here}
