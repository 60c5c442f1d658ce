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

    It is called with the name of a module, and the names of it and of those that import it.
    ``forgo`` is told when the JVM does not let it load the one that it was given.
    """
    original = ExtensionFileLoader.create_module

    def create_module(self, spec):
        importers = _importers(sys._getframe(1), spec.name)
        chain = " <- ".join([spec.name, *importers])
        if not claim(spec.name, chain):
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


def _importers(frame, module):
    names = []
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        is_own = name.startswith(("importlib", "wsgi_spring_boot"))
        # A stand-in that needs the native module after all has the same name
        if name and not is_own and name != module and name not in names:
            names.append(name)
        frame = frame.f_back
    return names
