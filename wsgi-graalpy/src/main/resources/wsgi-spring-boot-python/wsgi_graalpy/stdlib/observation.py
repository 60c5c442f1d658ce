"""What Python tells of itself: of the garbage collector, of memory, and of clocks."""

import errno
import gc
import struct
import sys
import time

from .builtin import Builtin
from .system_call import SystemCall
from .system_constants import fill_in

__all__ = ["correct_memory_tracing", "install", "install_clocks"]

_THRESHOLD = [700, 10, 10]


def install():
    """Fill in what applications call to tune the collector of CPython: there is nothing to tune in Java's."""
    functions = (freeze, unfreeze, get_freeze_count, get_stats, get_threshold, set_threshold)
    for function in functions:
        if not hasattr(gc, function.__name__):
            setattr(gc, function.__name__, Builtin(function, "gc"))
    fill_in(errno)
    if not hasattr(sys, "_xoptions"):
        sys._xoptions = {}


def freeze():
    """Freeze all current tracked objects and ignore them for future collections."""


def unfreeze():
    """Unfreeze all objects in the permanent generation."""


def get_freeze_count():
    """Return the number of objects in the permanent generation."""
    return 0


def get_stats():
    """Return a list of dictionaries containing per-generation statistics."""
    return [{"collections": 0, "collected": 0, "uncollectable": 0} for _ in _THRESHOLD]


def get_threshold():
    """Return the current collection thresholds."""
    return tuple(_THRESHOLD)


def set_threshold(threshold0, *others):
    """Set the collection thresholds, which have no effect."""
    for position, value in enumerate((threshold0, *others)[:3]):
        _THRESHOLD[position] = value


def correct_memory_tracing(module):
    """Correct the module ``tracemalloc``: allocations cannot be traced, and are not."""

    def start(nframe=1, /):
        """Start tracing Python memory allocations."""
        raise RuntimeError("tracemalloc is not available on GraalPy")

    def stop():
        """Stop tracing Python memory allocations."""

    def clear_traces():
        """Clear traces of memory blocks allocated by Python."""

    def reset_peak():
        """Set the peak size of memory blocks traced by tracemalloc to the current size."""

    def is_tracing():
        """Return True if the tracemalloc module is tracing Python memory allocations."""
        return False

    def get_traceback_limit():
        """Get the maximum number of frames stored in the traceback of a trace."""
        return 1

    def get_traced_memory():
        """Get the current size and peak size of memory blocks traced by tracemalloc."""
        return 0, 0

    def get_tracemalloc_memory():
        """Get the memory usage in bytes of the tracemalloc module."""
        return 0

    for function in (
        start, stop, clear_traces, reset_peak, is_tracing, get_traceback_limit, get_traced_memory, get_tracemalloc_memory,
    ):
        if not hasattr(module, function.__name__):
            setattr(module, function.__name__, Builtin(function, module.__name__))


def install_clocks(call):
    """Fill in the clocks of the C library."""
    call = SystemCall(call)

    def clock_gettime_ns(clk_id, /):
        """Return the time of the specified clock clk_id as nanoseconds."""
        seconds, nanoseconds = struct.unpack("qq", call("clock_gettime", "io", clk_id, 16)[1])
        return seconds * 1_000_000_000 + nanoseconds

    def clock_gettime(clk_id, /):
        """Return the time of the specified clock clk_id as a float."""
        return clock_gettime_ns(clk_id) / 1e9

    def clock_getres(clk_id, /):
        """Return the resolution (precision) of the specified clock clk_id."""
        seconds, nanoseconds = struct.unpack("qq", call("clock_getres", "io", clk_id, 16)[1])
        return seconds + nanoseconds * 1e-9

    fill_in(time)
    for function in (clock_gettime, clock_gettime_ns, clock_getres):
        if not hasattr(time, function.__name__):
            setattr(time, function.__name__, Builtin(function, "time"))
