"""The servers that are compared, and how each is started: one process for a core where a server can have several."""

import os
import shlex
import socket
import subprocess
import sys
from argparse import ArgumentTypeError
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from .cases import CASES
from .paths import APPS, CEILING, PACKAGES, SAMPLE, SERVER, VENV
from .process import ServerProcess

THREADS = 32  # The default of wsgi.threads
MOST_CONNECTIONS = 10_000  # For servers whose default would keep connections of a case waiting
SAMPLE_LAUNCHER = "bin/sample-app"
SERVER_LAUNCHER = "bin/wsgi-server"


@dataclass(frozen=True)
class Server:
    """A server that can be started with one of the applications."""

    name: str
    kind: str  # peer, ours or ceiling
    command: Callable[[str, int, int], list[str]]  # of application, port and number of processes
    packages: tuple[str, ...] = ()  # from PyPI
    interface: str | None = None  # The only one that it serves
    java_options: str = ""
    closes: bool = False  # Closes each connection after a response without saying so in its headers
    # Seconds of load before the checkpoint that it is restored from, shared by the pages of the application
    checkpoint_load: int | None = None
    compiles_python: bool = False  # With a JIT, which takes longer to warm up than that for Java alone

    def serves(self, case):
        return (case.ceiling or self.kind != "ceiling") and self.interface in (None, case.interface)

    @property
    def is_java(self):
        return self.kind != "peer"

    def start(self, app, cores, processes, data, log, java_options=""):
        port = free_port()
        environment = os.environ | {"BENCH_FILE": str(data / "file.bin"), "BENCH_SQLITE": str(data / "books.sqlite3")}
        if self.is_java:
            environment["JAVA_OPTS"] = f"{self.java_options} {java_options}".strip()
        else:
            environment["PYTHONPATH"] = str(APPS)
        command, process_file = self.command(app, port, processes), None
        if self.checkpoint_load is not None:
            directory = data / f"checkpoint-{self.name}-{app.replace(':', '-')}"
            environment |= {"WSGI_CHECKPOINT_DIR": str(directory), "WSGI_CHECKPOINT_RESTORE": "require"}
            _make_checkpoint(directory, command, environment, cores, log, self.checkpoint_load)
            process_file = directory / "facts"
        process = ServerProcess(command, environment, APPS, cores, log, process_file)
        return RunningServer(self, process, port)


@dataclass
class RunningServer:
    server: Server
    process: ServerProcess
    port: int

    @property
    def name(self):
        return self.server.name


def _make_checkpoint(directory, command, environment, cores, log, load):
    if not (directory / "facts").is_file():
        paths = [f"--load-path={case.path}" for case in CASES.values()
                 if case.app == _app_of(command) and case.method == "GET" and not case.websocket]
        with open(f"{log}.checkpoint", "wb") as output:
            made = subprocess.run([command[0], "checkpoint", *command[1:], *(paths or ["--load-path=/"]),
                                   f"--load-seconds={load}"], cwd=APPS, env=environment,
                                  stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                                  preexec_fn=lambda: os.sched_setaffinity(0, cores))
        if made.returncode:
            sys.exit(f"There is no checkpoint, see {log}.checkpoint")


def _app_of(command):
    return next(word.partition("=")[2] for word in command if word.startswith("--wsgi.app="))


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _bin(name):
    return str(VENV / "bin" / name)


def _gunicorn(*options, parser="python"):  # Its own parser for WSGI, even where that in C is there, for ASGI
    return lambda app, port, processes: [_bin("gunicorn"), f"--workers={processes}", f"--bind=127.0.0.1:{port}",
                                     "--no-control-socket", f"--http-parser={parser}", *options, app]


def _granian(interface, *options):
    return lambda app, port, processes: [_bin("granian"), f"--interface={interface}", "--host=127.0.0.1",
                                     f"--port={port}", f"--workers={processes}", *options, app]


def _uvicorn(app, port, processes):
    return [_bin("uvicorn"), "--host=127.0.0.1", f"--port={port}", f"--workers={processes}", "--loop=uvloop",
            "--http=httptools", "--no-access-log", "--log-level=warning", app]


def _uwsgi(socket_option, *options):
    return lambda app, port, processes: [_bin("uwsgi"), f"--{socket_option}=127.0.0.1:{port}", "--master",
                                     f"--processes={processes}", "--listen=1024", "--disable-logging", "--die-on-term",
                                     "--need-app", f"--virtualenv={VENV}", f"--module={app}", *options]


def _waitress(app, port, processes):
    return [_bin("waitress-serve"), f"--listen=127.0.0.1:{port}", f"--threads={THREADS}", app]


def _bjoern(app, port, processes):
    return [_bin("python"), str(APPS / "serve_bjoern.py"), app, str(port), str(processes)]


def _wsgi(name, command, *packages, closes=False):
    return Server(name, "peer", command, packages, "wsgi", closes=closes)


def _asgi(name, command, *packages):
    return Server(name, "peer", command, (*packages, "uvloop"), "asgi")


PEERS = [
    _wsgi("gunicorn-sync", _gunicorn(), "gunicorn"),
    _wsgi("gunicorn-gthread", _gunicorn("--worker-class=gthread", f"--threads={THREADS}"), "gunicorn"),
    _wsgi("gunicorn-gevent", _gunicorn("--worker-class=gevent"), "gunicorn", "gevent"),
    _wsgi("granian-1", _granian("wsgi", "--blocking-threads=1"), "granian"),
    _wsgi(f"granian-{THREADS}", _granian("wsgi", f"--blocking-threads={THREADS}"), "granian"),
    # With keep-alive, a process or thread of uWSGI is held by its connection: only the one with threads can have it.
    # The router (--http) has it too, but delays responses of 10 KB and more by 40 ms.
    _wsgi("uwsgi", _uwsgi("http-socket"), "uwsgi", closes=True),
    _wsgi("uwsgi-threads", _uwsgi("http11-socket", "--enable-threads", f"--threads={THREADS}"), "uwsgi"),
    _wsgi("waitress", _waitress, "waitress"),
    _wsgi("bjoern", _bjoern, "bjoern"),
    _asgi("uvicorn", _uvicorn, "uvicorn", "httptools", "websockets"),
    _asgi("granian-asgi", _granian("asgi", "--loop=uvloop", f"--backpressure={MOST_CONNECTIONS}"), "granian"),
    _asgi("gunicorn-asgi", _gunicorn("--worker-class=asgi", "--asgi-loop=uvloop",
                                     f"--worker-connections={MOST_CONNECTIONS}", parser="fast"),
          "gunicorn", "gunicorn_h1c"),  # Not gunicorn[fast], for which pip may take an older gunicorn
]


def ours(name, folder, options=()):
    """
    A packaged sample application, on GraalPy, or a ready server, on CPython. Options such as --wsgi.threads=8 are for
    the application, others for the JVM.
    """
    folder = Path(folder).resolve()
    of_app = [option for option in options if option.startswith("--") and "." in option.partition("=")[0]]
    of_jvm = " ".join(option for option in options if option not in of_app)
    on_graalpy = (folder / SAMPLE_LAUNCHER).is_file()
    launcher = [str(folder / SAMPLE_LAUNCHER)] if on_graalpy else [str(folder / SERVER_LAUNCHER), "--runtime=cpython"]
    packages = PACKAGES if on_graalpy else VENV
    return Server(name, "ours", lambda app, port, processes: [
        *launcher, f"--server.port={port}", "--server.address=127.0.0.1", f"--wsgi.app={app}",
        f"--wsgi.python-path={APPS}", f"--wsgi.virtual-env={packages}", *of_app], java_options=of_jvm,
        compiles_python=on_graalpy)


def parse_ours(text):
    """NAME=FOLDER, and options after it: a server of ours."""
    name, _, rest = text.partition("=")
    folder, *options = shlex.split(rest)
    if not any((Path(folder) / launcher).is_file() for launcher in (SAMPLE_LAUNCHER, SERVER_LAUNCHER)):
        raise ArgumentTypeError(f"there is no {SAMPLE_LAUNCHER} and no {SERVER_LAUNCHER} in {folder}")
    return ours(name, folder, options)


def _ceiling(app, port, processes):
    return [str(CEILING / SAMPLE_LAUNCHER), f"--server.port={port}", "--server.address=127.0.0.1"]


def built(smoke=False):
    """What this project's build made: ours on each runtime, and the ceiling, without Python and an application."""
    quick = ("-XX:TieredStopAtLevel=1",) if smoke else ()  # starts, and gets slow
    return [ours("ours", SAMPLE, (*quick, "--wsgi.engine-options.engine.Compilation=false") if smoke else ()),
            ours("ours-cpython", SERVER, quick),
            Server("ceiling", "ceiling", _ceiling)]
