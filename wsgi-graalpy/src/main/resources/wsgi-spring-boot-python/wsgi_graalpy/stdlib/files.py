"""Lets ``open`` name a file by a string, as in CPython, also when it was given a ``Path``.

GraalPy's ``open`` keeps the ``Path`` as the file's ``name``. Many look at the name, and pass over
what is no string: Django's ``FileResponse`` then knows neither a file name nor a content type.
"""

import builtins
import io
import os

__all__ = ["install"]


def install():
    """Replace ``open`` wherever it can be had from."""
    builtins.open = io.open = _Open(io.open)


# No function, because as an attribute of a class that would become a method
class _Open:
    __name__ = __qualname__ = "open"

    def __init__(self, original):
        self._original = original
        self.__doc__ = original.__doc__

    def __call__(self, file, *args, **kwargs):
        if not isinstance(file, (str, bytes, int)):
            file = os.fspath(file)
        return self._original(file, *args, **kwargs)

    def __repr__(self):
        return "<built-in function open>"
