"""What the interpreter of a command line has in ``sys``, and an embedded one lacks."""

import sys

from .builtin import Builtin

__all__ = ["install"]

# As servers do that embed CPython, such as mod_wsgi
_PROGRAM = "wsgi"


def install(executable):
    """Fill in what is missing. ``executable`` is a program that runs Python, or ``""``."""
    if not sys.argv or sys.argv == [""]:
        sys.argv[:] = [_PROGRAM]
    if not any(sys.orig_argv):
        sys.orig_argv = [_PROGRAM]
    if not sys.executable:
        sys.executable = sys._base_executable = executable
    sys.getdefaultencoding = Builtin(getdefaultencoding, "sys")


def getdefaultencoding():
    """Return the current default encoding used by the Unicode implementation."""
    return "utf-8"
