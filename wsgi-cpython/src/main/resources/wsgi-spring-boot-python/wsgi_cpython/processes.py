"""Keeps an application from copying the process of the JVM."""

import errno
import os
import sys

from wsgi_spring_boot.loading.late import LateCorrections

__all__ = ["install"]


def install():
    """Refuse to fork, and have ``multiprocessing`` start its processes in another way."""
    os.fork = os.forkpty = _refuse_fork
    late = LateCorrections()
    sys.meta_path.insert(0, late)
    late.add("multiprocessing.context", _choose_spawn)


def _refuse_fork():
    """Refuse: of a JVM, only the thread that forks would be in the copy, which stands still soon."""
    raise OSError(
        errno.ENOSYS,
        "a process with a JVM cannot be forked: start a new one by subprocess or multiprocessing",
    )


def _choose_spawn(context):
    context._default_context = context.DefaultContext(context._concrete_contexts["spawn"])
