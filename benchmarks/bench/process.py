"""A server's processes: started on given cores, measured through /proc, ended together."""

import os
import resource
import signal
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")


class ServerProcess:
    """A command in a session of its own. Everything it starts is in that session, too.

    What it restores from a checkpoint is in the session that it was in before: it begins with
    the first of the ``tids`` that the facts of the checkpoint name.
    """

    def __init__(self, command, environment, directory, cores, log, facts=None):
        self.command = command
        self._restored = None if facts is None else _facts(facts)
        self._log = log
        with open(log, "wb") as output:
            self.launched = time.monotonic()
            self._process = subprocess.Popen(
                command, cwd=directory, env=environment, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=lambda: os.sched_setaffinity(0, cores))
        self.pid = self._process.pid  # and the id of the session

    @property
    def jvm(self):
        """The process ID of the JVM, if it is one."""
        return self.pid if self._restored is None else int(self._restored["pid"])

    def _sessions(self):
        return {self.pid} if self._restored is None else {self.pid, int(self._restored["tids"].split()[0])}

    def age(self):
        return time.monotonic() - self.launched

    def alive(self):
        return self._process.poll() is None

    def status(self):
        """The exit status, negative for a signal; None while it runs."""
        return self._process.poll()

    def cpu(self):
        """CPU seconds of all processes so far, those that have ended included."""
        return sum(sum(map(int, fields[11:15])) for _, fields in self._processes()) / TICKS

    def rss(self):
        """Resident memory in MB, summed over the processes: pages that they share count for each."""
        return self._memory("status", "VmRSS:")

    def pss(self):
        """Resident memory in MB, in which a shared page counts once."""
        return self._memory("smaps_rollup", "Pss:")

    def stop(self, patience=30):
        """Ask the server to end, and make it. Return whether it ended by itself."""
        self._process.terminate()
        deadline = time.monotonic() + patience
        while self._processes() and time.monotonic() < deadline:
            self._process.poll()
            time.sleep(0.05)
        left = self._processes()
        for pid, _ in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self._process.wait()
        return not left

    def output(self):
        with open(self._log, errors="replace") as log:
            return log.read()

    def last_lines(self, count=15):
        return "\n".join(self.output().splitlines()[-count:])

    def _memory(self, file, key):
        total = 0
        for pid, _ in self._processes():
            try:
                with open(f"/proc/{pid}/{file}") as lines:
                    total += sum(int(line.split()[1]) for line in lines if line.startswith(key))
            except OSError:
                pass
        return total / 1024

    def _processes(self):
        """The processes of the session: each one's id and the fields of its stat file that follow the name."""
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/stat") as stat:
                    fields = stat.read().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) in self._sessions() and fields[0] not in "ZX":
                found.append((int(pid), fields))
        return found


def _facts(file):
    with open(file) as lines:
        return dict(line.rstrip("\n").partition("=")[::2] for line in lines)


def allow_open_files():
    """Raise the limit of open files for this process and those that it starts, and return it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def busy_seconds():
    """CPU seconds that all cores of the machine together were busy so far."""
    with open("/proc/stat") as stat:
        user, nice, system, idle, iowait, irq, softirq, steal = map(int, stat.readline().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS
