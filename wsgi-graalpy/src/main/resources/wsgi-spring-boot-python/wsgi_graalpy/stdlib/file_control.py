"""``fcntl.fcntl``, which GraalPy lacks, and locks that let others run while they are waited for."""

import errno
import os
from operator import index

from .builtin import Builtin
from .descriptors import descriptor_of
from .system_call import SystemCall, c_int
from .system_constants import fill_in

__all__ = ["correct"]

_NAMES = {
    "F_DUPFD": 0, "F_GETFD": 1, "F_SETFD": 2, "F_GETFL": 3, "F_SETFL": 4, "F_SETOWN": 8, "F_GETOWN": 9,
    "F_SETPIPE_SZ": 1031, "F_GETPIPE_SZ": 1032, "F_DUPFD_CLOEXEC": 1030, "FD_CLOEXEC": 1,
}
_SET_LOCK, _SET_LOCK_WAIT = 6, 7
_READ, _WRITE, _UNLOCK = 0, 1, 2
_LONGEST = 1024
_UNSIGNED = 0xFFFFFFFF


def correct(module, system_fcntl, system_flock, system_lock, system_call):
    """Correct the module ``fcntl``, with functions of the C library."""

    def fcntl(fd, cmd, arg=0, /):
        """Perform the operation `cmd` on file descriptor fd."""
        if not isinstance(arg, int):
            data = arg.encode() if isinstance(arg, str) else bytes(arg)
            if len(data) > _LONGEST:
                raise ValueError("fcntl string arg too long")
            return SystemCall(system_call)("fcntl", "iix", descriptor_of(fd), cmd, data)[1][: len(data)]
        return _call(system_fcntl, descriptor_of(fd), c_int(cmd), arg & _UNSIGNED if arg > 0 else c_int(arg))

    def flock(fd, operation, /):
        """Perform the lock operation `operation` on file descriptor `fd`."""
        _call(system_flock, descriptor_of(fd), c_int(operation))

    def lockf(fd, cmd, len=0, start=0, whence=0, /):
        """A wrapper around the fcntl() locking calls."""
        kind = {module.LOCK_UN: _UNLOCK, module.LOCK_SH: _READ, module.LOCK_EX: _WRITE}.get(cmd & ~module.LOCK_NB)
        descriptor = descriptor_of(fd)
        if kind is None:
            raise ValueError("unrecognized lockf argument")
        command = _SET_LOCK if cmd & module.LOCK_NB else _SET_LOCK_WAIT
        _call(system_lock, descriptor, command, kind, c_int(whence), index(start), index(len))

    for function in (fcntl, flock, lockf):
        setattr(module, function.__name__, Builtin(function, "fcntl"))
    fill_in(module)
    for name, value in _NAMES.items():
        if not hasattr(module, name):
            setattr(module, name, value)


def _call(function, *arguments):
    """Call a function, again after each signal: safepoints are here."""
    while True:
        result = function(*arguments)
        if result >= 0:
            return result
        if result != -errno.EINTR:
            raise OSError(-result, os.strerror(-result))
