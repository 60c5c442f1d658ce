"""Exceptions for one thread, wherever it is."""

import signal
import sys
import threading

from wsgi_spring_boot.runtime.stack import describe

__all__ = [
    "RequestTimeout",
    "add_handler",
    "can_handle_signals",
    "exception_for",
    "is_pending",
    "keep_main_thread",
    "main_thread",
    "settle",
    "stack",
    "wake_up_signal",
]

# Stands in the way of nothing: its default is to be ignored, and the JVM does not use it
_WAKE_UP = signal.SIGURG

_set_handler = signal.signal
_handlers = []
_messages = {}
_main_thread = 0


class RequestTimeout(BaseException):
    """Raised in the thread of a request that has taken too long. ``except Exception`` does not catch it."""

    def __init__(self, message=None):
        # The interpreter makes it without arguments, in the thread that it is for
        if message is None:
            message = _messages.pop(threading.get_ident(), "")
        super().__init__(message)


def exception_for(thread, message):
    """Return the exception to send to a thread. It is *pending* until it is raised there."""
    _messages[thread] = message
    return RequestTimeout


def is_pending(thread):
    """Whether an exception that was sent to a thread has not been raised yet."""
    return thread in _messages


def settle(thread):
    """Forget the exception that was sent to a thread."""
    _messages.pop(thread, None)


def can_handle_signals():
    """Whether this is the thread that runs signal handlers; if so, it handles the one that wakes threads up."""
    try:
        _set_handler(_WAKE_UP, _wake)
    except ValueError:
        return False
    return True


def wake_up_signal():
    """The number of the signal that wakes threads up."""
    return int(_WAKE_UP)


def _wake(number, frame):
    # Even without a handler, an exception that was sent to the thread is raised here
    for handler in _handlers:
        handler()


def add_handler(handler):
    """Have ``handler`` called in threads that are woken up; it raises what is due there."""
    _handlers.append(handler)


def keep_main_thread(address):
    """Keep where the interpreter has its main thread, for whoever comes next in this process."""
    global _main_thread
    _main_thread = address


def main_thread():
    """Where the interpreter has its main thread, or 0."""
    return _main_thread


def stack(thread):
    """Return where a thread is as the lines of a traceback, or an empty string."""
    frame = sys._current_frames().get(thread)
    return "" if frame is None else describe(frame)
