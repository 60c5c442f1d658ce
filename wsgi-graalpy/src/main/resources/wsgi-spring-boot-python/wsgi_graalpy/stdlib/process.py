"""What the interpreter of a command line has in ``sys``, and an embedded one lacks."""

import os
import sys

from .builtin import Builtin

__all__ = ["install"]

# As servers do that embed CPython, such as mod_wsgi
_PROGRAM = "wsgi"


def install(executable):
    """Fill in what is missing. ``executable`` is a program that runs Python, or ``""``."""
    if not sys.argv or sys.argv == [""]:
        sys.argv[:] = [_PROGRAM]
    if not any(sys.orig_argv):
        sys.orig_argv = [_PROGRAM]
    if not sys.executable:
        sys.executable = sys._base_executable = executable
    sys.getdefaultencoding = Builtin(getdefaultencoding, "sys")
    if not hasattr(os, "sched_getaffinity") and os.path.exists("/proc/self/status"):
        os.sched_getaffinity = Builtin(sched_getaffinity, "posix")


def getdefaultencoding():
    """Return the current default encoding used by the Unicode implementation."""
    return "utf-8"


def sched_getaffinity(pid, /):
    """Return the affinity of the process identified by pid (or the current process if zero)."""
    try:
        with open(f"/proc/{pid or 'self'}/status", encoding="ascii", errors="replace") as status:
            ranges = next(line for line in status if line.startswith("Cpus_allowed_list:")).split(":")[1].strip()
    except FileNotFoundError:
        raise ProcessLookupError(3, os.strerror(3)) from None
    processors = set()
    for part in ranges.split(","):
        first, _, last = part.partition("-")
        processors.update(range(int(first), int(last or first) + 1))
    return processors
