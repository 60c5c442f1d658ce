"""Lets ``open`` name a file by a string, as in CPython, also when it was given a ``Path``.

GraalPy's ``open`` keeps the ``Path`` as the file's ``name``. Many look at the name, and pass over
what is no string: Django's ``FileResponse`` then knows neither a file name nor a content type.

Names that are not UTF-8 are refused where something would be made, moved or removed: GraalPy puts U+FFFD into them, so that
different names would be those of one file.
"""

import builtins
import errno
import io
import os

from .builtin import Builtin

__all__ = ["install"]

_CHANGING = ("link", "mkdir", "open", "remove", "rename", "replace", "rmdir", "symlink", "truncate", "unlink")


def install():
    """Replace ``open`` wherever it can be had from."""
    builtins.open = io.open = _Open(io.open)
    capabilities = os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks
    for name in _CHANGING:
        original = getattr(os, name)
        function = Builtin(_guarded(original), "posix")
        for functions in capabilities:
            if original in functions:
                functions.add(function)
        setattr(os, name, function)


def _guarded(original):
    def guarded(*args, **kwargs):
        for name in args[:2]:
            if not isinstance(name, int):
                _check(name)
        return original(*args, **kwargs)

    guarded.__name__ = original.__name__
    guarded.__doc__ = original.__doc__
    return guarded


def _check(name):
    if isinstance(name, os.PathLike):
        name = os.fspath(name)
    try:
        if isinstance(name, str):
            if not name.isascii():
                name.encode()
        elif isinstance(name, bytes):
            name.decode()
    except UnicodeError:
        raise OSError(errno.EILSEQ, "names of files that are not UTF-8 are not supported by GraalPy", name) from None


# No function, because as an attribute of a class that would become a method
class _Open:
    __name__ = __qualname__ = "open"

    def __init__(self, original):
        self._original = original
        self.__doc__ = original.__doc__

    def __call__(self, file, *args, **kwargs):
        if not isinstance(file, (str, bytes, int)):
            file = os.fspath(file)
        if not isinstance(file, int):
            _check(file)
        return self._original(file, *args, **kwargs)

    def __repr__(self):
        return "<built-in function open>"
