"""Finds native extensions that were built for another Python."""

import os
import re
import sys
from importlib.machinery import EXTENSION_SUFFIXES

__all__ = ["foreign_extension"]

_FROM = re.compile(r"cannot import name '(\w+)' from (?:partially initialized module )?'([\w.]+)'")


def foreign_extension(failure):
    """Return the file of an extension that this Python does not load and that was looked for, or ``None``.

    ``failure`` is the exception of an import. Those that led to it count, too, because packages
    replace such an exception by one of their own.
    """
    seen = set()
    while failure is not None and id(failure) not in seen:
        seen.add(id(failure))
        if isinstance(failure, ImportError):
            for name in _names(failure):
                file = _extension_of(name)
                if file is not None:
                    return file
        if isinstance(failure, ModuleNotFoundError):
            return None  # What led to it had been coped with
        failure = failure.__cause__ or failure.__context__
    return None


def _names(failure):
    if failure.name:
        yield failure.name
    match = _FROM.search(str(failure))
    if match:
        yield f"{match[2]}.{match[1]}"


def _extension_of(name):
    *packages, last = name.split(".")
    for entry in sys.path:
        directory = os.path.join(entry, *packages)
        try:
            files = os.listdir(directory)
        except OSError:
            continue
        for file in sorted(files):
            suffix = file.removeprefix(last)
            if suffix.startswith(".") and suffix.endswith((".so", ".pyd")) and suffix not in EXTENSION_SUFFIXES:
                return os.path.join(directory, file)
    return None
