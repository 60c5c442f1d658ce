"""Reads the ``.pth`` files of installed packages, as CPython does at its start."""

import os
import sys

__all__ = ["install"]


def install(among=None):
    """Add what ``.pth`` files in the directories of ``sys.path``, or ``among`` some, name; editable installs do."""
    directories = [directory for directory in (sys.path if among is None else among) if _has_path_files(directory)]
    if directories:
        import site

        for directory in directories:
            site.addsitedir(directory)


def _has_path_files(directory):
    try:
        return any(name.endswith(".pth") for name in os.listdir(directory))
    except OSError:
        return False
