"""Watches which native modules are loaded, and by whom.

A native (C API) module works in one interpreter for the life of the JVM: once one
interpreter has loaded one, the others must not. A library that ctypes opens counts as one,
because GraalPy loads the C API for it.
"""

import _ctypes
import functools
import sys
from importlib.machinery import ExtensionFileLoader
from types import SimpleNamespace

__all__ = ["install"]

# What GraalPy says, whatever became of the first one
_SECOND_INTERPRETER = "second GraalPy context"

_IN_ANOTHER_WORKER = "native modules work in one worker of a JVM, and another one has loaded some already"
_IN_A_WORKER_BEFORE = (
    "a JVM can load native modules once, and this one has done so for a worker "
    "that has ended: stop the process and start it again"
)


def install(claim, forgo):
    """Let ``claim`` decide whether this interpreter may load native modules.

    It is called with the name of a module, and the names of it and of those that import it.
    ``forgo`` is told when the JVM does not let it load the one that it was given.
    """
    load = ExtensionFileLoader.create_module
    open_library = _ctypes.dlopen
    refused = object()

    def create_module(self, spec):
        importers = _importers(sys._getframe(1), spec.name)
        chain = " <- ".join([spec.name, *importers])
        if not claim(spec.name, chain):
            raise _refusal(spec, importers, _IN_ANOTHER_WORKER)
        module = _unless_refused(load, self, spec)
        if module is refused:
            forgo(chain)
            raise _refusal(spec, importers, _IN_A_WORKER_BEFORE)
        return module

    def dlopen(name, *mode):
        if name is not None:
            importers = _importers(sys._getframe(1), name)
            chain = " <- ".join([str(name), *importers])
            if not claim(str(name), chain):
                raise _library_refusal(name, importers, _IN_ANOTHER_WORKER)
            if not can_load():
                forgo(chain)
                raise _library_refusal(name, importers, _IN_A_WORKER_BEFORE)
        return open_library(name, *mode)

    @functools.cache
    def can_load():
        """Ask with a module that is not there: for a library, GraalPy fails in a way that cannot be caught."""
        try:
            return _unless_refused(load, None, SimpleNamespace(name="none", origin="")) is not refused
        except ImportError:
            return True

    def _unless_refused(function, *arguments):
        try:
            return function(*arguments)
        except SystemError as failure:
            if _SECOND_INTERPRETER not in str(failure):
                raise
            return refused

    ExtensionFileLoader.create_module = create_module
    _ctypes.dlopen = dlopen


def _refusal(spec, importers, reason):
    return ImportError(
        f"the native module {spec.name!r} (imported by {', '.join(importers)}) is not "
        f"available here: {reason}",
        name=spec.name,
        path=spec.origin,
    )


def _library_refusal(name, importers, reason):
    return OSError(f"the library {name!r} (opened by {', '.join(importers)}) is not available here: {reason}")


def _importers(frame, module):
    names = []
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        is_own = name.startswith(("importlib", "wsgi_spring_boot", "wsgi_graalpy"))
        # A stand-in that needs the native module after all has the same name
        if name and not is_own and name != module and name not in names:
            names.append(name)
        frame = frame.f_back
    return names
