"""Functions of the application that listen to events of the Spring application."""

import inspect
import logging
import sys

from . import functions

__all__ = ["add", "deliver"]

_logger = logging.getLogger("spring.listener")
_listeners = {}


def add(event, function):
    """Have ``function`` called with each event of that name."""
    added = dict(_listeners.get(event, {}))
    added[function.__module__, function.__qualname__] = function
    _listeners[event] = added


def deliver(event, value):
    """Call those that listen to ``event``. What one raises is logged, and the others are called all the same."""
    for function in _listeners.get(event, {}).values():
        if not _is_current(function):
            continue
        try:
            functions.call(function, value)
        except Exception:
            name = f"{function.__module__}.{function.__qualname__}"
            _logger.exception("the listener %s failed with the event %s", name, event)


def _is_current(function):
    """Tell whether the module of a function was not imported anew without it."""
    module = sys.modules.get(function.__module__)
    namespace = getattr(inspect.unwrap(function), "__globals__", None)
    return module is not None and (namespace is None or namespace is vars(module))
