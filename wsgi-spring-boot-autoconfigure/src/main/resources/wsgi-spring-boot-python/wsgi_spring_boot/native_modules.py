"""Watches which native modules are loaded, and by whom.

A native (C API) module works in one interpreter for the life of the JVM: once one
interpreter has loaded one, the others must not.
"""

import sys
from importlib.machinery import ExtensionFileLoader

__all__ = ["install"]

# What GraalPy says, whatever became of the first one
_SECOND_INTERPRETER = "second GraalPy context"


def install(claim, forgo):
    """Let ``claim`` decide whether this interpreter may load native modules.

    ``forgo`` is told when the JVM does not let it load the one that it was given.
    """
    original = ExtensionFileLoader.create_module

    def create_module(self, spec):
        importers = _importers(sys._getframe(1))
        chain = " <- ".join([spec.name, *importers])
        if not claim(chain):
            raise _refusal(
                spec,
                importers,
                "native modules work in one worker of a JVM, and another one has loaded some already",
            )
        try:
            return original(self, spec)
        except SystemError as failure:
            if _SECOND_INTERPRETER not in str(failure):
                raise
            forgo(chain)
            raise _refusal(
                spec,
                importers,
                "a JVM can load native modules once, and this one has done so for a worker "
                "that has ended: stop the process and start it again",
            ) from None

    ExtensionFileLoader.create_module = create_module


def _refusal(spec, importers, reason):
    return ImportError(
        f"the native module {spec.name!r} (imported by {', '.join(importers)}) is not "
        f"available here: {reason}",
        name=spec.name,
        path=spec.origin,
    )


def _importers(frame):
    names = []
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name and not name.startswith(("importlib", "wsgi_spring_boot")) and name not in names:
            names.append(name)
        frame = frame.f_back
    return names
