"""Functions of ``os`` that GraalPy lacks, by the C library."""

import os
import struct
import sys
from operator import index

from . import system_attributes, system_files
from .builtin import Builtin
from .system_call import SystemCall
from .system_constants import CONSTANTS

__all__ = ["install"]

_NAMES_OF_PATHS = (
    "PC_LINK_MAX", "PC_MAX_CANON", "PC_MAX_INPUT", "PC_NAME_MAX", "PC_PATH_MAX", "PC_PIPE_BUF", "PC_CHOWN_RESTRICTED",
    "PC_NO_TRUNC", "PC_VDISABLE", "PC_SYNC_IO", "PC_ASYNC_IO", "PC_PRIO_IO", "PC_SOCK_MAXBUF", "PC_FILESIZEBITS",
    "PC_REC_INCR_XFER_SIZE", "PC_REC_MAX_XFER_SIZE", "PC_REC_MIN_XFER_SIZE", "PC_REC_XFER_ALIGN", "PC_ALLOC_SIZE_MIN",
    "PC_SYMLINK_MAX",
)
_TEXT = 256


def install(posix, call):
    """Fill in what is missing in ``os`` and ``posix``, with a function that calls those of the C library."""
    call = SystemCall(call)
    functions = {**_functions(call), **system_files.functions(call), **system_attributes.functions(call)}
    for name, function in functions.items():
        if not hasattr(posix, name):
            value = Builtin(function, "posix")
            setattr(posix, name, value)
            setattr(os, name, value)
            if name in ("mkfifo", "mknod"):
                os.supports_dir_fd.add(value)
    values = {**CONSTANTS["os"], "pathconf_names": {name: number for number, name in enumerate(_NAMES_OF_PATHS)}}
    for name, value in values.items():
        for module in (posix, os):
            if not hasattr(module, name):
                setattr(module, name, value)


def _functions(call):
    def fpathconf(fd, name, /):
        """Return the configuration limit name for the file descriptor fd."""
        return call("fpathconf", "ii", fd, _number(name))

    def pathconf(path, name):
        """Return the configuration limit name for the file or directory path."""
        if isinstance(path, int):
            return fpathconf(path, name)
        return call("pathconf", "bi", path, _number(name), path=path)

    def getgrouplist(user, group, /):
        """Returns a list of groups to which a user belongs."""
        import grp

        return [group, *(each.gr_gid for each in grp.getgrall() if user in each.gr_mem and each.gr_gid != group)]

    def getlogin():
        """Return the actual login name."""
        return _text(call("getlogin_r", "ol", _TEXT, _TEXT, positive=True))

    def getresgid():
        """Return a tuple of the current process's real, effective, and saved group ids."""
        return _identities("Gid:")

    def getresuid():
        """Return a tuple of the current process's real, effective, and saved user ids."""
        return _identities("Uid:")

    def sched_yield():
        """Voluntarily relinquish the CPU."""
        call("sched_yield", "")

    def tcgetpgrp(fd, /):
        """Return the process group associated with the terminal specified by fd."""
        return call("tcgetpgrp", "i", index(fd))

    def tcsetpgrp(fd, pgid, /):
        """Set the process group associated with the terminal specified by fd."""
        call("tcsetpgrp", "ii", index(fd), index(pgid))

    def ttyname(fd, /):
        """Return the name of the terminal device connected to 'fd'."""
        return _text(call("ttyname_r", "iol", index(fd), _TEXT, _TEXT, positive=True))

    def times():
        """Return a collection containing process timing information."""
        ticks = os.sysconf("SC_CLK_TCK")
        elapsed, own = call("times", "o", 32, unsigned=True)
        return os.times_result((*(value / ticks for value in struct.unpack("4q", own)), elapsed / ticks))

    def wait():
        """Wait for completion of a child process."""
        return os.waitpid(-1, 0)

    if not hasattr(os, "times_result"):
        os.times_result = sys.modules["posix"].times_result = _times_result()
    functions = (
        fpathconf, pathconf, getgrouplist, getlogin, getresgid, getresuid, sched_yield, tcgetpgrp, tcsetpgrp, ttyname, times,
        wait,
    )
    return {function.__name__: function for function in functions}


def _number(name):
    if isinstance(name, str):
        try:
            return _NAMES_OF_PATHS.index(name)
        except ValueError:
            raise ValueError("unrecognized configuration name") from None
    if not isinstance(name, int):
        raise TypeError("configuration names must be strings or integers")
    return name


def _text(filled):
    return os.fsdecode(filled[1].partition(b"\0")[0])


def _identities(line):
    with open("/proc/self/status", encoding="ascii", errors="replace") as status:
        found = next(each for each in status if each.startswith(line))
    return tuple(map(int, found.split()[1:4]))


def _times_result():
    from collections import namedtuple

    kind = namedtuple("times_result", "user system children_user children_system elapsed", module="posix")
    return type("times_result", (kind,), {
        "__new__": lambda cls, fields: kind.__new__(cls, *fields),
        "__module__": "posix",
        "__slots__": (),
        "__repr__": lambda self: "posix." + kind.__repr__(self),
    })
