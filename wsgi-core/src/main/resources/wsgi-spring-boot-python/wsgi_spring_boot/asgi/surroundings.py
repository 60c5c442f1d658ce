"""What surrounds a call in Java, such as its trace, its principal and the identifiers for the log.

Calls share the thread of the loop, so it cannot stay there. It is put on the thread whenever
Python calls Java on behalf of a request, also in threads and tasks that the request has started.
"""

import asyncio
import contextvars
import functools

from ..runtime import door, logs

__all__ = ["current", "install", "is_on_loop"]

#: The call on whose behalf something is done, with its methods ``enter`` and ``leave``
current = contextvars.ContextVar("wsgi_call", default=None)
_installed = False


def install():
    """Surround all calls of Java, once in an interpreter. To be called when the door is open."""
    global _installed
    if not _installed:
        _installed = True
        logs.surround(_surrounded)
        door.surround(_surrounded)


def is_on_loop():
    """Tell whether this is a call on the thread of the event loop, and not in one that it has started."""
    return current.get() is not None and asyncio._get_running_loop() is not None


def _surrounded(function):
    @functools.wraps(function, assigned=())
    def call(*arguments):
        served = current.get()
        if served is None or not served.enter():
            return function(*arguments)
        try:
            return function(*arguments)
        finally:
            served.leave()

    return call
