"""Keeps an application from ending or taking over the process that it shares."""

import errno
import os
import signal
import sys

__all__ = ["install"]


def install():
    """Replace what reaches beyond the interpreter."""
    os._exit = _exit
    handlers = _Handlers(signal.getsignal)
    signal.signal = handlers.set
    signal.getsignal = handlers.get
    signal.alarm = signal.setitimer = _refuse_timer


def _exit(status):
    """End the current request only, as ``sys.exit`` does."""
    sys.exit(status)


def _refuse_timer(*_):
    """The signal would never arrive: refuse, so that nobody relies on it."""
    raise OSError(errno.ENOSYS, "timers that send signals are not available inside the server")


class _Handlers:
    """Handlers that are remembered and never called: signals are for the server."""

    def __init__(self, original):
        self._original = original
        self._handlers = {}

    def set(self, number, handler):
        """``signal.signal``: remember the handler, and return the one before it."""
        if not callable(handler) and handler not in (signal.SIG_DFL, signal.SIG_IGN):
            raise TypeError(
                "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object"
            )
        number = signal.Signals(number)
        if number == signal.SIGCHLD and callable(handler):
            # Unlike a handler of a request to end, it would be waited for
            raise OSError(errno.ENOSYS, "handlers of SIGCHLD are not called inside the server")
        previous = self.get(number)
        self._handlers[number] = handler
        return previous

    def get(self, number):
        """``signal.getsignal``: return the handler that was set last."""
        number = signal.Signals(number)
        if number in self._handlers:
            return self._handlers[number]
        return self._original(number)
