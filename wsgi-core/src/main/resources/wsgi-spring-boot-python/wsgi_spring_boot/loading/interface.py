"""Finds out whether an application is one of WSGI or of ASGI."""

import inspect

__all__ = ["find_interface"]


def find_interface(application):
    """Return ``"asgi"`` or ``"wsgi"``. Raises ``TypeError`` for what is neither.

    An application of ASGI 3 is a coroutine function, or an object whose ``__call__`` is one. One that
    is not, but has exactly the three parameters of ASGI, returns an awaitable.
    """
    if inspect.isclass(application):
        return _interface_of_class(application)
    if inspect.iscoroutinefunction(application):
        return "asgi"
    call = getattr(application, "__call__", None)
    if inspect.iscoroutinefunction(call) or inspect.iscoroutinefunction(getattr(call, "__func__", None)):
        return "asgi"
    count = _required_parameters(application)
    if count == 3:
        return "asgi"
    if count == 1:
        raise TypeError(
            "it takes one argument, as applications of ASGI 2 do: wrap it in asgiref.compatibility.guarantee_single_callable"
        )
    return "wsgi"


def _interface_of_class(application):
    if hasattr(application, "__await__"):
        return "asgi"
    count = _required_parameters(application)
    if count == 1:
        raise TypeError(
            "it is a class that takes one argument, as applications of ASGI 2 do: wrap it in asgiref.compatibility.guarantee_single_callable"
        )
    if count != 2 and inspect.iscoroutinefunction(application.__call__):
        raise TypeError("it is a class whose instances are applications of ASGI: name an instance")
    return "wsgi"


def _required_parameters(application):
    """The number of arguments that are needed and suffice, or ``None`` if others would do."""
    try:
        parameters = inspect.signature(application).parameters.values()
    except (TypeError, ValueError):
        return None
    count = 0
    for parameter in parameters:
        if parameter.kind is parameter.VAR_POSITIONAL:
            return None
        if parameter.default is parameter.empty and parameter.kind in (
            parameter.POSITIONAL_ONLY,
            parameter.POSITIONAL_OR_KEYWORD,
        ):
            count += 1
    return count
