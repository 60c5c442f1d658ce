"""Names compiled modules by where their sources really are.

Otherwise a module of a release to which a symbolic link has been switched would be taken for
that of the release before it, if time and size are the same. CPython keeps compiled modules
beside their sources, and so does not take the one for the other.
"""

import os
import sys
from importlib import _bootstrap_external as bootstrap
from importlib import util

__all__ = ["install"]

# Of the rewriting of sources, see rewriting.py
_REVISION = ".3.pyc"


def install():
    """Replace ``cache_from_source``."""
    original = bootstrap.cache_from_source
    library = os.path.dirname(os.__file__) + os.sep
    known = {}

    def cache_from_source(path, debug_override=None, *, optimization=None):
        """Return the path to the file of the compiled module for a source file."""
        path = os.fspath(path)
        if path.startswith(library):
            return original(path, debug_override, optimization=optimization)
        if sys.pycache_prefix is not None:
            directory, name = os.path.split(path)
            path = os.path.join(real(directory), name)
        compiled = original(path, debug_override, optimization=optimization)
        return compiled.removesuffix(".pyc") + _REVISION

    def real(directory):
        try:
            stat = os.stat(directory or ".")
        except OSError:
            return directory
        identity = stat.st_dev, stat.st_ino
        before = known.get(directory)
        if before is not None and before[0] == identity:
            return before[1]
        resolved = os.path.realpath(directory)
        known[directory] = identity, resolved
        return resolved

    bootstrap.cache_from_source = util.cache_from_source = cache_from_source
