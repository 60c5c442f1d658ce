"""Tells which source files are imported, for whoever waits for changes of them."""

import os
from importlib.machinery import SourceFileLoader

from .. import directories

__all__ = ["install"]


def install(report):
    """Hand the path of each source file to ``report`` before it is read.

    Files that turn out not to be valid Python are among them, those of the standard library
    and of the server are not.
    """
    original = SourceFileLoader.path_stats
    library = os.path.dirname(os.__file__) + os.sep
    own = directories()

    def path_stats(self, path):
        stats = original(self, path)
        if not path.startswith(own) and (not path.startswith(library) or "site-packages" in path):
            report(os.path.abspath(path))
            # Compiled modules are valid for the second in which their source was changed,
            # which is long enough for two changes
            stats["mtime"] = int(stats["mtime"] * 1000)
        return stats

    SourceFileLoader.path_stats = path_stats
