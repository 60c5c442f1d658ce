"""The packaged server as a process, and what it holds."""

import collections
import contextlib
import dataclasses
import json
import os
import pathlib
import re
import signal
import subprocess
import time

from campaign import wire

HOME = pathlib.Path(__file__).resolve().parents[1]
FOLDER = HOME.parent / "wsgi-server/target/wsgi-server"
# What the server waits for a client, in seconds
PATIENCE = 3
# What a client must never see of the inside
TRACES = re.compile(
    rb"Traceback \(most recent|\.java:\d+\)|\bat (?:java|io\.wsgi|org\.apache)\.|File \"/[^\"]*\", line \d"
)


class Unwell(Exception):
    """The server did not do what the campaign needs of it to go on."""


@dataclasses.dataclass(frozen=True)
class Holdings:
    """What a process holds when it has nothing to do."""

    threads: int
    descriptors: int
    files: int
    heap: int
    virtual: int

    def __str__(self):
        return (
            f"{self.threads} threads, {self.descriptors} descriptors, {self.files} temporary files, "
            f"{self.heap / 1e6:.1f} MB of heap"
        )


class Server:
    """A running server; use it in a with statement."""

    def __init__(
        self,
        runtime,
        work,
        name,
        arguments=(),
        application="probe:app",
        java_options=(),
        descriptors=None,
        environment=None,
    ):
        self.runtime = runtime
        self.name = name
        self.directory = work / name
        self.temporary = self.directory / "tmp"
        self.temporary.mkdir(parents=True, exist_ok=True)
        self.log = self.directory / "log"
        self.port = 0
        self.process = None
        # Whether it has been made to hold what it keeps
        self.warm = False
        self.last_holdings = None
        options = [f"-Djava.io.tmpdir={self.temporary}", "-Xmx1g", *java_options]
        self.environment = {**os.environ, "JAVA_OPTS": " ".join(options), **(environment or {})}
        self.command = [
            str(FOLDER / "bin/wsgi-server"),
            "--no-restore",
            "--runtime",
            runtime,
            "--chdir",
            str(HOME / "applications"),
            "--server.port=0",
            "--management.endpoints.web.exposure.include=*",
            "--logging.level.root=INFO",
            f"--server.tomcat.connection-timeout={PATIENCE}s",
            *arguments,
            application,
        ]
        if descriptors:
            self.command = ["bash", "-c", f'ulimit -n {descriptors} && exec "$@"', "bash", *self.command]

    def __enter__(self):
        self.begin()
        try:
            self.wait_until_healthy()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(self, *_):
        self.kill()

    def begin(self):
        """Start the process, without waiting for it."""
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment,
                start_new_session=True,
            )

    def wait_until_healthy(self, seconds=600):
        """Wait until the server answers."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Unwell(f"ended with {self.process.returncode} while starting:\n{self.tail()}")
            started = re.search(rb"Tomcat started on port (\d+)", self.log.read_bytes())
            if started:
                self.port = int(started[1])
                with contextlib.suppress(OSError, wire.Malformed):
                    if wire.get(self.port, "/actuator/health").status == 200:
                        return
            time.sleep(0.05)
        raise Unwell(f"not healthy after {seconds} s:\n{self.tail()}")

    def kill(self):
        """End the process at once."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def terminate(self, seconds=120):
        """Send SIGTERM, and return the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def alive(self):
        """Tell whether the process runs."""
        return self.process.poll() is None

    def tail(self, count=4000):
        """Return the end of the log."""
        return self.log.read_bytes()[-count:].decode(errors="replace")

    def logged(self, mark):
        """Tell how often something is in the log."""
        return self.log.read_bytes().count(mark.encode())

    def connect(self, **options):
        """Open a connection."""
        return wire.Connection(self.port, **options)

    def get(self, target="/", **options):
        """Make a request on a connection of its own."""
        return wire.get(self.port, target, **options)

    def json(self, target):
        """Return what a path tells."""
        return json.loads(self.get(target).body)

    def metrics(self, prefix="wsgi_"):
        """Return the metrics whose names begin with something, summed up over their labels."""
        found = collections.Counter()
        for line in self.get("/actuator/prometheus").body.decode().splitlines():
            name, _, value = line.rpartition(" ")
            if name.startswith(prefix):
                found[name.partition("{")[0]] += float(value)
        return found

    def active(self):
        """Return how many requests and WebSockets the server has not finished."""
        name = "wsgi_requests_active"
        return self.metrics(name)[name]

    def becomes_idle(self):
        """Wait until nothing is active; tell whether that is so."""
        return wire.until(lambda: self.active() == 0, 60)

    def jcmd(self, *command):
        """Ask the JVM."""
        java = pathlib.Path(f"/proc/{self.process.pid}/exe").resolve()
        done = subprocess.run(
            [java.with_name("jcmd"), str(self.process.pid), *command],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.stdout

    def heap(self):
        """Return the bytes of the heap in use after a full collection."""
        return self.inspect()[0]

    def inspect(self):
        """Return the bytes of the heap in use after a full collection, and how many virtual threads there are."""
        dump = self.directory / "threads.json"
        commands = self.directory / "commands"
        commands.write_text(f"GC.run\nGC.heap_info\nThread.dump_to_file -overwrite -format=json {dump}\n")
        told = self.jcmd("-f", str(commands))
        used = re.search(r"used (\d+)K", told)
        if not used:
            raise Unwell(f"the JVM does not tell its heap: {told}")
        containers = json.loads(dump.read_text())["threadDump"]["threadContainers"]
        virtual = sum(1 for container in containers for thread in container["threads"] if thread.get("virtual"))
        return int(used[1]) * 1024, virtual

    def descriptors(self):
        """Return how many files and sockets are open."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def threads(self):
        """Return how many threads the process has."""
        return len(os.listdir(f"/proc/{self.process.pid}/task"))

    def resident(self):
        """Return the resident memory in bytes."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024

    def temporary_files(self):
        """Return how many files of bodies there are, the ones without a name included."""
        named = [path for path in self.temporary.rglob("*") if path.is_file() and "hsperf" not in str(path)]
        open_files = 0
        for number in os.listdir(f"/proc/{self.process.pid}/fd"):
            with contextlib.suppress(OSError):
                target = os.readlink(f"/proc/{self.process.pid}/fd/{number}")
                if target.startswith(str(self.temporary)) and target.endswith("(deleted)"):
                    open_files += 1
        return len(named) + open_files

    def holdings(self):
        """Return what the process holds."""
        heap, virtual = self.inspect()
        return Holdings(self.threads(), self.descriptors(), self.temporary_files(), heap, virtual)
