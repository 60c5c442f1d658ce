"""The Python half of a server for WSGI applications, the same for every Python."""

import os
import sys

__all__ = ["directories", "is_own"]

# This package, and those of the runtimes
_PACKAGES = ("wsgi_spring_boot", "wsgi_graalpy", "wsgi_cpython")


def is_own(frame):
    """Tell whether a frame belongs to the server, not to the application."""
    return frame.f_globals.get("__name__", "").partition(".")[0] in _PACKAGES


def directories():
    """Return the directories of the server's own modules, each with a separator at its end."""
    loaded = [sys.modules[name] for name in _PACKAGES if name in sys.modules]
    return tuple(os.path.dirname(package.__file__) + os.sep for package in loaded)
