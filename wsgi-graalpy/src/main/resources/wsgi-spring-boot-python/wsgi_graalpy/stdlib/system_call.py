"""Calls functions of the C library as CPython does: repeated after signals, errors as ``OSError``."""

import errno
import os
from operator import index

__all__ = ["SystemCall", "c_int"]


class SystemCall:
    """Calls a function by its name, the letters of its parameters (see ``SystemCalls`` in Java), and arguments."""

    def __init__(self, call):
        self._call = call

    def __call__(self, name, kinds, *arguments, path=None, other=None, positive=False, unsigned=False):
        """Return the result, or the result and the bytes that the function has filled in.

        ``path`` and ``other`` are the names for an error. With ``positive``, the function returns the error's number.
        With ``unsigned``, a result may look negative.
        """
        arguments = [_CONVERTERS[kind](value) for kind, value in zip(kinds, arguments)]
        while True:
            answer = self._call(name, kinds, *arguments)
            filled = None
            if isinstance(answer, str):
                answer, _, filled = answer.partition(" ")
                answer = int(answer)
            error = answer if positive else -answer
            if error <= 0 or unsigned and filled is not None:
                return answer if filled is None else (answer, filled.encode("latin-1"))
            # Safepoints are here, in Python
            if error != errno.EINTR:
                break
        names = () if path is None else (path,) if other is None else (path, None, other)
        raise OSError(error, os.strerror(error), *names)


def c_int(value):
    """Return a number that is an ``int`` in C."""
    value = index(value)
    if not -1 << 31 <= value < 1 << 31:
        raise OverflowError("Python int too large to convert to C int")
    return value


def _long(value):
    value = index(value)
    if not -1 << 63 <= value < 1 << 63:
        raise OverflowError("Python int too large to convert to C long")
    return value


def _bytes(value):
    if isinstance(value, (str, os.PathLike)):
        value = os.fsencode(value)
        if b"\0" in value:
            raise ValueError("embedded null byte")
    return str(memoryview(value), "latin-1")


_CONVERTERS = {"i": c_int, "l": _long, "o": c_int, "b": _bytes, "x": _bytes}
