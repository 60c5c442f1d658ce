"""Tells what a thread is doing."""

import sys

__all__ = ["describe"]


def describe():
    """Return the stack of this thread as the lines of a traceback, without the gateway's."""
    import traceback

    frames = []
    for frame, line in traceback.walk_stack(sys._getframe(1)):
        if not frame.f_globals.get("__name__", "").startswith(__package__):
            frames.append((frame, line))
    if not frames:
        return ""
    lines = traceback.StackSummary.extract(reversed(frames)).format()
    return "\nTraceback (most recent call last):\n" + "".join(lines).rstrip()
