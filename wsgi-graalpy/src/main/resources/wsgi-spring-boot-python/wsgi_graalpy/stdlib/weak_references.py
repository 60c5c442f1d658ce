"""Lets weak dictionaries forget values that were collected: GraalPy's function for it removes nothing."""

from .builtin import Builtin

__all__ = ["correct"]


def correct(module):
    """Correct the module ``weakref``."""
    module._remove_dead_weakref = Builtin(_remove_dead_weakref, "_weakref")


def _remove_dead_weakref(dct, key):
    """Atomically remove key from dict if it points to a dead weakref."""
    reference = dct.pop(key, None)
    # Another thread has put a new value there
    if reference is not None and reference() is not None:
        dct.setdefault(key, reference)
