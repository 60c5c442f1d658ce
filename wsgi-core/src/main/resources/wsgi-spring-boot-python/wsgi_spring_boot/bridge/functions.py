"""Calls functions of the application for Java code, in place of the application itself.

A call is JSON: the names of the module and of the function in it, which may be dotted, then the
arguments, each with its name in Java or ``None`` and whether it is there, and whether the result
is wanted item by item. What is sent back are lists: ``True`` and a value, or ``False`` and what
is known of an exception.
"""

import functools
import importlib
import inspect
import sys
import traceback
import typing

from .. import is_own
from .values import build, decode, encode

__all__ = ["call", "check", "handle"]

_NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
_VARIABLE = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def handle(exchange, text):
    """Make one call, and send what it returns with ``exchange``, as :class:`Gateway` sends responses.

    Returns ``None``, or the class of the exception that ended the call and a text.
    """
    failure = None
    try:
        module, name, arguments, streamed = decode(text)
        function = _find(importlib.import_module(module), name)
        result = _call(function, arguments)
        if streamed:
            if not _send_items(exchange, result):
                return None  # nobody wants the rest
            answer = b""
        else:
            answer = _encoded(True, result)
    except BaseException as raised:
        failure = raised
        answer = _encoded(False, *_describe(raised))
    exchange("", answer, True, None)
    return None if failure is None else (_name(type(failure)), str(_message(failure)))


def call(function, value):
    """Call a function with one value, as what the annotation of its parameter says."""
    return _call(function, [(None, value, True)])


def check(requirements, import_module):
    """Raise :class:`LookupError` if a function is not there, or does not take what Java gives.

    ``requirements`` has lists, as JSON: who calls the function, the names of its module and of
    itself, and the names of the arguments.
    """
    for caller, module, name, arguments in decode(requirements):
        try:
            function = _find(import_module(module), name)
        except AttributeError:
            message = f"{caller} calls a function '{name}', which the module '{module}' does not have"
            raise LookupError(message) from None
        if not callable(function):
            raise LookupError(f"{caller} calls '{name}' of the module '{module}', which is no function")
        try:
            _bind(function, [(argument, None, True) for argument in arguments])
        except TypeError as failure:
            raise LookupError(f"{caller} does not fit '{name}' of the module '{module}': {failure}") from None


def _find(holder, name):
    for part in name.split("."):
        holder = getattr(holder, part)
    return holder


def _call(function, arguments):
    positional, named = _bind(function, arguments)
    result = function(*positional, **named)
    if inspect.iscoroutine(result):
        import asyncio

        return asyncio.run(result)
    return result


def _bind(function, arguments):
    """Return the arguments by position and those by name.

    By name if the function has parameters of all these names, and by position if it has none of
    them. One that is not there takes the default of its parameter.
    """
    signature, kinds = _known(function)
    if signature is None:
        return [value for _, value, _ in arguments], {}
    names = [name for name, _, _ in arguments]
    known = [name for name in names if _takes(signature, name)]
    if known and len(known) < len(names):
        strange = ", ".join(repr(name) for name in names if name not in known)
        raise TypeError(f"it has no parameter {strange}, but others of the names that Java has")
    positional, named = [], {}
    if known:
        given = {name: value for name, value, present in arguments if present or _is_required(signature, name)}
        for name in signature.parameters.keys() & given.keys():
            if signature.parameters[name].kind in _NAMED:
                named[name] = given[name]
        positional = [given[name] for name in signature.parameters if name in given and name not in named]
    else:
        present = [each for _, _, each in arguments]
        count = len(arguments) - present[::-1].index(True) if True in present else 0
        positional = [value for _, value, _ in arguments[:count]]
        positional += [None] * (min(_count_required(signature), len(arguments)) - count)
    bound = signature.bind(*positional, **named)
    for name, value in bound.arguments.items():
        if name in kinds:
            bound.arguments[name] = build(kinds[name], value)
    return bound.args, bound.kwargs


def _takes(signature, name):
    parameter = signature.parameters.get(name)
    return parameter is not None and parameter.kind not in _VARIABLE


def _is_required(signature, name):
    return signature.parameters[name].default is inspect.Parameter.empty


def _count_required(signature):
    parameters = signature.parameters.items()
    return sum(parameter.kind in _POSITIONAL and _is_required(signature, name) for name, parameter in parameters)


@functools.lru_cache(maxsize=1024)
def _known(function):
    """Return the signature of a function and the types of its parameters, as far as they are known."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None, {}
    try:
        kinds = typing.get_type_hints(inspect.unwrap(function))
    except Exception:
        # It has none, or some that are there for type checkers only: values stay as they come
        kinds = {}
    parameters = signature.parameters
    return signature, {
        name: kind
        for name, kind in kinds.items()
        if name in parameters and parameters[name].kind not in _VARIABLE
    }


def _send_items(exchange, items):
    try:
        for item in items:
            if not exchange(None, _encoded(True, item), False, None):
                return False
    finally:
        close = getattr(items, "close", None)
        if close is not None:
            close()
    return True


def _encoded(*parts):
    return encode(parts).encode("ascii")


def _name(kind):
    module = kind.__module__
    return kind.__qualname__ if module == "builtins" else f"{module}.{kind.__qualname__}"


def _describe(failure):
    trace = failure.__traceback__
    while trace is not None and is_own(trace.tb_frame):
        trace = trace.tb_next
    text = "".join(traceback.format_exception(type(failure), failure, trace)).rstrip()
    frames = []
    for frame, line in traceback.walk_tb(trace):
        code = frame.f_code
        function = getattr(code, "co_qualname", code.co_name)
        frames.append([frame.f_globals.get("__name__", ""), function, code.co_filename, line])
    return [_name(kind) for kind in type(failure).__mro__], _message(failure), text, frames


def _message(failure):
    try:
        return str(failure)
    except Exception:
        return None
