"""A shell that remembers when what it runs printed which line."""

import os
import signal
import subprocess
import threading
import time
import uuid

PATIENCE = 300  # seconds


class RecordedShell:
    """Runs commands one after the other, in one shell and one directory."""

    def __init__(self, directory, programs):
        """Start the shell in a directory, with the directories of its programs in front of PATH."""
        environment = os.environ | {"PATH": os.pathsep.join([*map(str, programs), os.environ["PATH"]])}
        self._process = subprocess.Popen(["bash"], cwd=directory, env=environment, stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                         start_new_session=True)

    def run(self, command):
        """Return the command, and what it printed: pairs of seconds and a line."""
        end = uuid.uuid4().hex
        began = time.monotonic()
        print(f"{command}\necho; echo {end}", file=self._process.stdin, flush=True)
        guard = threading.Timer(PATIENCE, self._end, (signal.SIGKILL,))
        guard.start()
        lines = []
        for line in self._process.stdout:
            if line.strip() == end:
                break
            lines.append((time.monotonic() - began, line.rstrip("\n")))
        else:
            raise SystemExit(f"{command} did not end")
        guard.cancel()
        # The empty line before the mark
        return command, lines[:-1] if lines and not lines[-1][1] else lines

    def _end(self, number):
        os.killpg(self._process.pid, number)

    def __enter__(self):
        """Have it ended at the end."""
        return self

    def __exit__(self, *_):
        """End what was started in the shell, and the shell."""
        if self._process.poll() is None:
            print("kill -TERM $(jobs -p) 2>/dev/null; wait; exit", file=self._process.stdin, flush=True)
            self._process.stdin.close()
            self._process.wait(PATIENCE)
