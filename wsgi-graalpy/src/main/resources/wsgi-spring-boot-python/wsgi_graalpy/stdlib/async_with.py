"""What ``async with`` enters, in the place of the manager: leaves only what was entered.

GraalPy also calls ``__aexit__`` when ``__aenter__`` has raised. A task that is cancelled while it waits for a lock would
release the lock of another one.
"""

import builtins
from types import CoroutineType, FunctionType, GeneratorType

__all__ = ["NAME", "install"]

# Of what the rewriting of sources refers to
NAME = "__async_with__"
_MISSING = "object does not support the asynchronous context manager protocol"
_COROUTINES = CoroutineType, GeneratorType


def install():
    """Have the name at hand wherever a source may be compiled."""
    setattr(builtins, NAME, _Entered)


class _Entered:
    __slots__ = ("_enter", "_exit", "_is_entered")

    def __init__(self, manager):
        self._enter = _special(manager, "__aenter__")
        if self._enter is None:
            raise TypeError(f"'{type(manager).__name__}' {_MISSING}")
        self._exit = _special(manager, "__aexit__")
        if self._exit is None:
            raise TypeError(f"'{type(manager).__name__}' {_MISSING} (missed __aexit__ method)")
        self._is_entered = False

    async def __aenter__(self):
        value = await _awaitable(self._enter(), "__aenter__")
        self._is_entered = True
        return value

    async def __aexit__(self, kind, exception, traceback):
        if self._is_entered:
            return await _awaitable(self._exit(kind, exception, traceback), "__aexit__")
        return False


def _special(manager, name):
    """Return the method of a type, bound to the manager, or ``None``."""
    kind = type(manager)
    for each in kind.__mro__:
        if name in each.__dict__:
            found = each.__dict__[name]
            if isinstance(found, FunctionType) or hasattr(type(found), "__get__"):
                return found.__get__(manager, kind)
            return found
    return None


def _awaitable(given, method):
    if not isinstance(given, _COROUTINES) and not hasattr(type(given), "__await__"):
        kind = type(given).__name__
        raise TypeError(f"'async with' received an object from {method} that does not implement __await__: {kind}")
    return given
