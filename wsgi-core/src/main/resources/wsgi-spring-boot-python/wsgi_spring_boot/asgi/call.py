"""What all requests have in common: a task, and the events that it waits for."""

import asyncio
import sys
import traceback

from .. import is_own
from .routes import find_route

__all__ = ["Call", "ClientDisconnected", "describe"]


class ClientDisconnected(OSError):
    """Raised by ``send`` when nobody receives it any more."""

    def __init__(self):
        super().__init__("the client has disconnected")


class Call:
    """One call of the application."""

    __slots__ = ("_changed", "_exchange", "_full", "_waiting", "begun", "cancelled_for", "disconnected", "scope", "task")

    def __init__(self, exchange, scope):
        self._exchange = exchange
        self._changed = None
        self._full = False
        self._waiting = 0
        self.scope = scope
        self.task = None
        self.begun = False
        self.disconnected = False
        self.cancelled_for = None

    async def receive(self):
        """The next event of the client."""
        while True:
            event = self.next_event()
            if event is not None:
                return event
            await self.wait()

    def next_event(self):
        """Return the next event of the client, or ``None`` if there is none yet."""
        raise NotImplementedError

    async def send_body(self, response, body, more):
        """Send a part of the body of a response, and wait if the client has not taken those before."""
        lines = response.lines()
        if self.disconnected:
            raise ClientDisconnected
        lines, body = response.add(lines, body, more)
        if body is None:
            # Else a stream without end that nobody gets would keep all others waiting
            await asyncio.sleep(0)
        elif not self._exchange(lines, body, not more, None if lines is None else find_route(self.scope)) and more:
            await self.wait_for_client()

    async def wait(self):
        """Wait until something has changed."""
        if self._changed is None:
            self._changed = asyncio.Event()
        self._changed.clear()
        self._waiting += 1
        try:
            await self._changed.wait()
        finally:
            self._waiting -= 1

    def wake(self):
        """Tell those that wait."""
        if self._changed is not None:
            self._changed.set()

    async def wait_for_client(self):
        """Wait until the client has taken most of what was sent."""
        self._full = True
        while self._full and not self.disconnected:
            await self.wait()
        if self.disconnected:
            raise ClientDisconnected

    def resume(self):
        """The client has taken most of what was sent."""
        self._full = False
        self.wake()

    def disconnect(self, cancel):
        """Note that the client has gone; ``cancel`` ends what it waits for otherwise."""
        if self.disconnected:
            return
        self.disconnected = True
        self.wake()
        if cancel and not self._waiting and self.is_cancellable():
            self.cancel("the client has disconnected")

    def is_cancellable(self):
        """Whether the response is not complete yet."""
        return True

    def cancel(self, reason):
        """Cancel the task."""
        self.cancelled_for = reason
        # Before its first step, nothing of it would run, not even what notes its end
        if self.begun:
            self.task.cancel(reason)

    def failure(self, failure):
        """Return the class of what ended the call and a report, or ``None`` twice if they tell nothing."""
        if self.disconnected and _is_disconnection(failure):
            return None, None
        name, text = describe(failure)
        if self.cancelled_for is not None:
            text = f"{self.cancelled_for}\n{text}"
        return name, text

    def end(self):
        """Cut the tie to the request."""
        self._exchange = None


def _is_disconnection(failure):
    """Whether the exception is one of those that a disconnected client leads to, or comes of one."""
    seen = 0
    while failure is not None and seen < 10:
        if isinstance(failure, (ClientDisconnected, asyncio.CancelledError)):
            return True
        failure = failure.__cause__ or failure.__context__
        seen += 1
    return False


def describe(failure):
    """Return the name of an exception's class, and its traceback without the server's frames."""
    kind = type(failure)
    module = kind.__module__
    name = kind.__qualname__ if module == "builtins" else f"{module}.{kind.__qualname__}"
    trace = failure.__traceback__
    while trace is not None and is_own(trace.tb_frame) and trace.tb_next is not None:
        trace = trace.tb_next
    return name, "".join(traceback.format_exception(kind, failure, trace)).rstrip()
