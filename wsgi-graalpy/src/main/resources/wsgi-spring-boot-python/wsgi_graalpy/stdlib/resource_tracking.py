"""Keeps track of named semaphores and shared memory in this process.

Python starts another process for that, a second JVM here.
"""

import atexit
import contextlib
import os
import threading

__all__ = ["correct"]


def correct(module):
    """Replace the tracker of ``multiprocessing.resource_tracker``."""
    tracker = _Tracker(module._CLEANUP_FUNCS)
    module._resource_tracker = tracker
    for name in ("ensure_running", "register", "unregister", "getfd"):
        setattr(module, name, getattr(tracker, name))


class _Tracker:
    """What is left at the end is removed. Children, which know nothing of it, write to a pipe."""

    def __init__(self, removers):
        self._removers = removers
        self._names = {kind: set() for kind in removers}
        self._lock = threading.Lock()
        self._fd = self._reader = None
        self._pid = os.getpid()
        atexit.register(self._remove_all)

    def ensure_running(self):
        """Open the pipe for children."""
        self.getfd()

    def getfd(self):
        """Return the descriptor that children write to."""
        with self._lock:
            if self._fd is None:
                reader, self._fd = os.pipe()
                self._reader = threading.Thread(target=self._read, args=(reader,), daemon=True)
                self._reader.start()
            return self._fd

    def register(self, name, rtype):
        """Remember a named resource."""
        self._names[rtype].add(name)

    def unregister(self, name, rtype):
        """Forget a named resource."""
        self._names[rtype].discard(name)

    def _read(self, descriptor):
        with open(descriptor, "rb") as lines:
            for line in lines:
                command, name, kind = line.decode("ascii", "replace").strip().split(":")
                if kind in self._names and command in ("REGISTER", "UNREGISTER"):
                    (self.register if command == "REGISTER" else self.unregister)(name, kind)

    def _remove_all(self):
        for kind, names in self._names.items():
            for name in names:
                with contextlib.suppress(OSError):
                    self._removers[kind](name)
