"""``anext`` with a default, whose result can be awaited anywhere, not only where it was made."""

import builtins

from .builtin import Builtin

__all__ = ["install"]

_MISSING = object()


def install():
    """Replace ``anext``."""
    original = builtins.anext

    def anext(async_iterator, default=_MISSING, /):
        """Return the next item from the async iterator, or the default if there is none."""
        if not hasattr(type(async_iterator), "__anext__"):
            raise TypeError(f"'{type(async_iterator).__name__}' object is not an async iterator")
        awaitable = original(async_iterator)
        return awaitable if default is _MISSING else _NextOrDefault(awaitable, default)

    builtins.anext = Builtin(anext, "builtins")


class _NextOrDefault:
    """What CPython calls ``anext_awaitable``."""

    def __init__(self, awaitable, default):
        self._awaitable = awaitable
        self._default = default
        self._steps = None

    def __await__(self):
        return self._wait()

    def __iter__(self):
        return self

    def __next__(self):
        return self.send(None)

    def send(self, value):
        return self._begun().send(value)

    def throw(self, *args):
        return self._begun().throw(*args)

    def close(self):
        self._begun().close()

    def _begun(self):
        if self._steps is None:
            self._steps = self._wait()
        return self._steps

    def _wait(self):
        try:
            return (yield from self._awaitable.__await__())
        except StopAsyncIteration:
            return self._default
