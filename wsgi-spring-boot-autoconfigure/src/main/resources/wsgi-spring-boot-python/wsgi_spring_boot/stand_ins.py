"""Stand-ins for native modules of GraalPy's standard library, where one is possible.

A native module works in one interpreter for the life of the JVM. An application that meets
only these stand-ins can be loaded in any number of interpreters.
"""

import os
import re
import sys
import unicodedata
from importlib.util import spec_from_file_location

from .scanner import Scanner

__all__ = ["install"]

_MODULES = os.path.join(os.path.dirname(__file__), "modules")


def install():
    """Put the stand-ins into place, before anything asks for the native modules."""
    unicodedata.__getattr__ = _unicode_data
    re.Scanner = Scanner
    if os.name == "posix":
        sys.meta_path.insert(0, _Finder({"pyexpat", "termios"}))
        # Not native, but asking GraalPy for it ends in an internal error that nothing catches.
        # With None, importing it is an ImportError.
        sys.modules["_crypt"] = None


def _unicode_data(name):
    """Load what GraalPy's ``unicodedata`` lacks when it is first asked for it."""
    from . import unicode_3_2, unicode_data

    for module in (unicode_data, unicode_3_2):
        if name in module.__all__:
            value = getattr(module, name)
            setattr(unicodedata, name, value)
            return value
    raise AttributeError(f"module 'unicodedata' has no attribute {name!r}")


class _Finder:
    """Finds modules here before GraalPy's own."""

    def __init__(self, names):
        self._names = names

    def find_spec(self, name, path=None, target=None):
        """Return where the module is, or None if there is no stand-in for it."""
        if name not in self._names:
            return None
        return spec_from_file_location(name, os.path.join(_MODULES, name + ".py"))
