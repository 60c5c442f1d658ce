"""Tells what a thread is doing."""

import sys

from .. import is_own

__all__ = ["describe", "handled"]


def describe(frame=None):
    """Return the stack of this thread, or of that with ``frame``, as the lines of a traceback.

    The frames of the gateway are left out, unless there are no others: while it waits for a
    slow client.
    """
    import traceback

    frames = list(traceback.walk_stack(frame or sys._getframe(1)))
    frames = [item for item in frames if not is_own(item[0])] or frames
    lines = traceback.StackSummary.extract(reversed(frames)).format()
    return "\nTraceback (most recent call last):\n" + "".join(lines).rstrip()


def handled():
    """Return the exception because of which this thread is in an ``except`` or ``finally`` block."""
    return sys.exc_info()[1]
