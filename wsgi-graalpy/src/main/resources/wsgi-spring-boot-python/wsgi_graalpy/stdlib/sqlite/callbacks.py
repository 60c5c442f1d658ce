"""Functions of Python as SQLite calls them: what they raise never passes through SQLite."""

import sys
import traceback
from types import SimpleNamespace

from . import errors
from .adapters import door_value

__all__ = ["Aggregate", "Tracebacks", "authorizer", "collation", "enable_callback_tracebacks", "function", "progress", "trace"]

_ERROR, _NO_MEMORY, _TOO_BIG = 1, 7, 18
_DENY = 1
_RAISED = "user-defined function raised exception"
_INT = 1 << 31


class Tracebacks:
    """Whether what the functions raise is shown."""

    enabled = False


def enable_callback_tracebacks(enable, /):
    """Enable or disable callback functions throwing errors to stderr."""
    Tracebacks.enabled = bool(enable)


def _report(failure, function):
    if not Tracebacks.enabled:
        return
    hook = sys.unraisablehook
    if hook is not sys.__unraisablehook__:
        hook(SimpleNamespace(
            exc_type=type(failure), exc_value=failure, exc_traceback=failure.__traceback__, err_msg=None, object=function,
        ))
    elif sys.stderr is not None:
        print(f"Exception ignored in: {function!r}", file=sys.stderr)
        traceback.print_exception(failure, file=sys.stderr)


def _failed(failure, message, function):
    _report(failure, function)
    if isinstance(failure, MemoryError):
        return (_NO_MEMORY, "")
    if isinstance(failure, OverflowError):
        return (_TOO_BIG, "")
    return (_ERROR, message)


def _result(value, message, function):
    try:
        value = door_value(value)
        if type(value) is int and not -(1 << 63) <= value < 1 << 63:
            raise OverflowError("Python int too large to convert to SQLite INTEGER")
        return value
    except TypeError:
        return (_ERROR, message)
    except Exception as failure:
        return _failed(failure, message, function)


def function(original):
    """Return a function as SQLite calls it."""

    def call(*arguments):
        try:
            return _result(original(*arguments), _RAISED, original)
        except Exception as failure:
            return _failed(failure, _RAISED, original)

    return call


class Aggregate:
    """An aggregate or window function, whose instances SQLite knows by numbers."""

    def __init__(self, factory):
        self._factory = factory
        self._instances = {}

    def __call__(self, method, number, *arguments):
        instance = self._instances.get(number)
        if instance is None:
            if method != "step":
                return None
            try:
                instance = self._instances[number] = self._factory()
            except Exception as failure:
                return _failed(failure, "user-defined aggregate's '__init__' method raised error", self._factory)
        if method == "finalize":
            del self._instances[number]
        try:
            bound = getattr(instance, method)
        except Exception as failure:
            return _failed(failure, f"user-defined aggregate's '{method}' method not defined", self._factory)
        message = f"user-defined aggregate's '{method}' method raised error"
        try:
            value = bound(*arguments)
        except Exception as failure:
            return _failed(failure, message, self._factory)
        return _result(value, message, self._factory) if method in ("finalize", "value") else None


def collation(original):
    """Return a comparison as SQLite calls it."""

    def compare(first, second):
        try:
            order = int.__index__(original(first, second))
        except Exception as failure:
            _report(failure, original)
            return 0
        return (order > 0) - (order < 0)

    return compare


def authorizer(original):
    """Return what allows actions as SQLite calls it."""

    def authorize(*arguments):
        try:
            answer = original(*arguments)
            if not isinstance(answer, int):
                return _DENY
            if not -_INT <= answer < _INT:
                raise OverflowError("Python int too large to convert to C int")
            return int(answer)
        except Exception as failure:
            _report(failure, original)
            return _DENY

    return authorize


def progress(original):
    """Return what may end a statement as SQLite calls it."""

    def advance():
        try:
            return 1 if original() else 0
        except Exception as failure:
            _report(failure, original)
            return 1

    return advance


def trace(original):
    """Return what is told of statements as SQLite calls it."""

    def note(expanded, sql):
        try:
            if expanded is None:
                try:
                    raise errors.DataError("Expanded SQL string exceeds the maximum string length")
                except errors.DataError as failure:
                    _report(failure, original)
                expanded = sql
            original(expanded)
        except Exception as failure:
            _report(failure, original)
        return 0

    return note
