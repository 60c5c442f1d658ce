"""Keeps an application from copying the process of the JVM."""

import errno
import os
import sys
from importlib.machinery import PathFinder

__all__ = ["install"]


def install():
    """Refuse to fork, and have ``multiprocessing`` start its processes in another way."""
    os.fork = os.forkpty = _refuse_fork
    sys.meta_path.insert(0, _Finder)


def _refuse_fork():
    """Refuse: of a JVM, only the thread that forks would be in the copy, which stands still soon."""
    raise OSError(
        errno.ENOSYS,
        "a process with a JVM cannot be forked: start a new one by subprocess or multiprocessing",
    )


class _Finder:
    """Finds ``multiprocessing.context`` where it is, and changes its default when it has been imported."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        """Return where the module is, or ``None`` for all others."""
        if name != "multiprocessing.context":
            return None
        sys.meta_path.remove(_Finder)
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None:
            execute = spec.loader.exec_module

            def execute_and_choose(module):
                execute(module)
                module._default_context = module.DefaultContext(module._concrete_contexts["spawn"])

            spec.loader.exec_module = execute_and_choose
        return spec
