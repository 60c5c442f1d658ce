"""``select.select`` and ``select.poll`` for any number of descriptors, repeated after a signal (PEP 475).

GraalPy has no ``poll``, and its ``select`` is that of the C library: it refuses descriptors
from 1024 on, which a server with many connections soon has.
"""

import errno
import math
import os
import time

from .builtin import Builtin
from .descriptors import descriptor_of

__all__ = ["correct"]

_IN, _PRI, _OUT, _ERR, _HUP, _INVALID = 1, 2, 4, 8, 16, 32
_CONSTANTS = {
    "POLLIN": _IN, "POLLPRI": _PRI, "POLLOUT": _OUT, "POLLERR": _ERR, "POLLHUP": _HUP, "POLLNVAL": _INVALID,
    "POLLRDNORM": 0x40, "POLLRDBAND": 0x80, "POLLWRNORM": 0x100, "POLLWRBAND": 0x200, "POLLMSG": 0x400,
    "POLLRDHUP": 0x2000,
}
_READABLE = _IN | _HUP | _ERR
_WRITABLE = _OUT | _ERR
_LONGEST = 2**31 - 1


def correct(module, system_poll):
    """Correct the module ``select``, with ``poll`` of the C library."""

    def select(rlist, wlist, xlist, timeout=None, /):
        """Wait until one or more file descriptors are ready for some kind of I/O."""
        return _select(system_poll, rlist, wlist, xlist, timeout)

    def poll():
        """Return a polling object."""
        return _Poll(system_poll)

    module.select = Builtin(select, "select")
    module.poll = Builtin(poll, "select")
    for name, value in _CONSTANTS.items():
        setattr(module, name, value)


def _select(system_poll, rlist, wlist, xlist, timeout):
    seconds = None
    if timeout is not None:
        seconds = _seconds(timeout)
        if seconds < 0:
            raise ValueError("timeout must be non-negative")
    lists = []
    for events, items in ((_IN, rlist), (_OUT, wlist), (_PRI, xlist)):
        try:
            items = list(items)
        except TypeError:
            raise TypeError("arguments 1-3 must be sequences") from None
        lists.append((events, items, [descriptor_of(item) for item in items]))
    wanted = {}
    for events, _, descriptors in lists:
        for descriptor in descriptors:
            wanted[descriptor] = wanted.get(descriptor, 0) | events
    found = dict(_wait(system_poll, wanted, seconds))
    if any(events & _INVALID for events in found.values()):
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    results = []
    for (_, items, descriptors), mask in zip(lists, (_READABLE, _WRITABLE, _PRI)):
        results.append([item for item, descriptor in zip(items, descriptors) if found.get(descriptor, 0) & mask])
    return tuple(results)


def _seconds(timeout):
    if not isinstance(timeout, (int, float)):
        if not hasattr(timeout, "__index__") and not hasattr(timeout, "__float__"):
            raise TypeError("timeout must be a float or None")
        timeout = float(timeout)
    if timeout != timeout:
        raise ValueError("Invalid value NaN (not a number)")
    return timeout


def _wait(system_poll, wanted, seconds):
    """Return the pairs of descriptors and their events. Safepoints are here, after each signal."""
    end = None if seconds is None else time.monotonic() + seconds
    arguments = [argument for pair in wanted.items() for argument in pair]
    while True:
        left = -1 if end is None else min(max(0, math.ceil((end - time.monotonic()) * 1000)), _LONGEST)
        answer = system_poll(left, *arguments)
        if isinstance(answer, int):
            if answer == -errno.EINTR:
                continue
            raise OSError(-answer, os.strerror(-answer))
        ready = [(fd, events) for fd, events in zip(wanted, map(int, answer.split())) if events]
        if ready or left >= 0 and left < _LONGEST:
            return ready


class _Poll:
    """What ``select.poll`` returns."""

    def __init__(self, system_poll):
        self._poll = system_poll
        self._wanted = {}

    def register(self, fd, eventmask=_IN | _PRI | _OUT, /):
        """Register a file descriptor with the polling object."""
        self._wanted[descriptor_of(fd)] = _mask(eventmask)

    def modify(self, fd, eventmask, /):
        """Modify an already registered file descriptor."""
        descriptor = descriptor_of(fd)
        if descriptor not in self._wanted:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        self._wanted[descriptor] = _mask(eventmask)

    def unregister(self, fd, /):
        """Remove a file descriptor being tracked by the polling object."""
        del self._wanted[descriptor_of(fd)]

    def poll(self, timeout=None, /):
        """Return what has events, or an empty list after ``timeout`` milliseconds."""
        seconds = None
        if timeout is not None:
            seconds = _seconds(timeout) / 1000
            if seconds < 0:
                seconds = None
        return _wait(self._poll, self._wanted, seconds)


def _mask(events):
    if not 0 <= events <= 0xFFFF:
        raise OverflowError("unsigned short is out of range")
    return events
