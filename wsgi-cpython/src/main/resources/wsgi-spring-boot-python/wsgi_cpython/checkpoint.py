"""Prepares CPython for a checkpoint of its process, and for another life after a restore."""

import contextlib
import os
import sys

from wsgi_spring_boot.runtime import checkpoint
from wsgi_spring_boot.runtime.checkpoint import prepare, resume, watch

__all__ = ["prepare", "restore", "resume", "watch"]


def restore(changed, removed):
    """Begin another life, as :func:`wsgi_spring_boot.runtime.checkpoint.restore` does.

    The generators of native libraries are part of what was copied, too.
    """
    read = checkpoint.restore(changed, removed)
    ssl = sys.modules.get("ssl")
    if ssl is not None:
        ssl.RAND_add(os.urandom(64), 64)
    sqlite = sys.modules.get("_sqlite3")
    if sqlite is not None:
        # There is none where SQLite is part of the interpreter
        with contextlib.suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(sqlite.__file__).sqlite3_randomness(0, None)
    return read
