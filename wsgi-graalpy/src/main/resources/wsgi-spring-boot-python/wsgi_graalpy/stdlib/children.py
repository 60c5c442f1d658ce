"""Starts programs as ``subprocess`` asks for it, or refuses: GraalPy passes over what it does not know."""

import os

from .builtin import Builtin

__all__ = ["correct"]

_ARGUMENTS, _SESSION = 0, 15
_GROUP, _GID, _GROUPS, _UID, _UMASK, _PREPARE = range(16, 22)


def correct(module):
    """Replace ``_posixsubprocess.fork_exec``."""
    original = module.fork_exec

    def fork_exec(*args):
        """Start a program in a child process."""
        args = list(args)
        if args[_PREPARE] in (os.setsid, getattr(os, "setpgrp", os.setsid)):
            args[_SESSION], args[_PREPARE] = True, None
        if args[_GROUP] == 0:
            # A session has a group of its own. It is what can be had before the program runs.
            args[_SESSION] = True
        elif args[_GROUP] > 0:
            raise _refusal("process_group other than 0")
        if args[_UID] is not None and (os.getuid(), os.geteuid()) != (args[_UID],) * 2:
            raise _refusal("user")
        if args[_GID] is not None and (os.getgid(), os.getegid()) != (args[_GID],) * 2:
            raise _refusal("group")
        if args[_GROUPS] is not None and sorted(args[_GROUPS]) != sorted(os.getgroups()):
            raise _refusal("extra_groups")
        if args[_UMASK] >= 0:
            raise _refusal("umask")
        # GraalPy would replace what is no UTF-8 in a text
        args[_ARGUMENTS] = [os.fsencode(argument) for argument in args[_ARGUMENTS]]
        args[_GROUP] = -1
        args[_UID] = args[_GID] = args[_GROUPS] = None
        return original(*args)

    module.fork_exec = Builtin(fork_exec, module.__name__)


def _refusal(argument):
    return RuntimeError(f"{argument} is not supported by subprocess on GraalPy")
