"""Rewrites statements that GraalPy does not compile, or compiles into what fails.

``except*`` becomes ``except`` with the bookkeeping of :mod:`.except_star`.

The names in a generic method's head, in a generic class inside a class and in a type alias there
are looked up in the class and in the module. GraalPy can do that once for each place, and fails
the second time. They are put into functions, which look into the module only; what
refers to a name of the class is left as text.

Code that is compiled or executed has the ``from __future__ import annotations`` of the code that does it.
"""

import __future__

import _ast
import builtins
import os
import re
import sys

from .builtin import Builtin

__all__ = ["install"]

_SIGNS = re.compile(r"\bexcept\s*\*|\b(?:def|class)\s+\w+\s*\[|\btype\s+\w+\s*[\[=]")

_ONLY_AST = 0x400

_ANNOTATIONS = __future__.annotations.compiler_flag

# What rewriting needs itself
_NOT_REWRITTEN = (os.path.dirname(os.__file__) + os.sep, os.path.dirname(__file__) + os.sep)


def install():
    """Have sources rewritten where they are compiled: for imports, ``compile`` and ``exec``."""
    original_compile = builtins.compile
    original_exec = builtins.exec

    def compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1):
        """Compile source into a code object that can be executed by exec() or eval()."""
        if not dont_inherit:
            flags |= _inherited()
        if mode == "exec" and not flags & _ONLY_AST and _has_signs(source):
            if not str(filename).startswith(_NOT_REWRITTEN):
                source = _rewritten(source, filename)
        elif isinstance(source, _ast.Module) and not flags & _ONLY_AST:
            source = _rewritten(source, filename)
        return original_compile(source, filename, mode, flags, dont_inherit, optimize, _feature_version=_feature_version)

    def exec(source, globals=None, locals=None, /, *, closure=None):
        """Execute the given source in the context of globals and locals."""
        if globals is None:
            frame = sys._getframe(2)
            globals = frame.f_globals
            if locals is None:
                locals = frame.f_locals
        if isinstance(source, (str, bytes, bytearray, memoryview)):
            flags = _inherited()
            if flags or _has_signs(source):
                source = compile(source, "<string>", "exec", flags, True)
        if closure is not None:
            return original_exec(source, globals, locals, closure=closure)
        return original_exec(source, globals) if locals is None else original_exec(source, globals, locals)

    builtins.compile = Builtin(compile, "builtins")
    builtins.exec = Builtin(exec, "builtins")


def _inherited():
    # Of the code that calls a function that takes the place of a built-in one: none, if Java does
    try:
        return sys._getframe(3).f_code.co_flags & _ANNOTATIONS
    except ValueError:
        return 0


def _has_signs(source):
    if isinstance(source, str):
        return _SIGNS.search(source) is not None
    if isinstance(source, (bytes, bytearray, memoryview)):
        return _SIGNS.search(str(source, "latin-1")) is not None
    return False


def _rewritten(source, filename):
    from .rewriting import rewrite

    return rewrite(source, filename)
