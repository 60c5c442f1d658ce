"""A ``time.sleep`` that others can look into, and end."""

import time

__all__ = ["install"]

_LIMIT = 1 << 63


def install(wait):
    """Replace ``time.sleep``.

    The built-in one never reaches a safepoint when it is asked for with a float: the thread
    spins until its time is over, and neither tells where it is nor can be interrupted. With an
    integer it sleeps up to a second too long, and from the beginning after each safepoint.
    """
    time.sleep = _Sleep(time.sleep, wait)


class _Sleep:
    """Not a function, which would become a method as an attribute of a class."""

    __name__ = "sleep"
    __slots__ = ("_original", "_wait")

    def __init__(self, original, wait):
        self._original = original
        self._wait = wait

    def __call__(self, seconds, /):
        """Wait for a number of seconds."""
        if not seconds > 0:
            self._original(float(seconds))
            return
        left = int(float(seconds) * 1_000_000_000)
        if left >= _LIMIT:
            raise OverflowError("timestamp too large to convert to C PyTime_t")
        end = time.monotonic_ns() + left
        while left > 0:
            # Safepoints are here, in Python: the wait ends when one is due
            self._wait(left)
            left = end - time.monotonic_ns()
