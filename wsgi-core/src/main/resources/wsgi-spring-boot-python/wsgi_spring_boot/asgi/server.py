"""Serves an application of ASGI 3 on the event loop of a worker.

The Java half calls the methods of :class:`Server` on the thread of the loop: ``begin`` to ``stop``
while the loop takes in what has come. It is told of the end of each call by ``ended(number, name,
report)``: the class of the exception that ended it and a text for the log, or ``None`` twice. The
loop stops when that returns ``True``.
"""

import asyncio
import logging

from . import surroundings
from .application import Application
from .call import describe
from .http import HttpCall
from .loop import new_loop
from .scope import HTTP_EXTENSIONS, WEBSOCKET_EXTENSIONS, Request, connection_scope
from .websocket import WebSocketCall, websocket_scope

__all__ = ["Application", "Server"]

_logger = logging.getLogger("wsgi.asgi")


class Server:
    """The loop, and the calls that it is busy with."""

    def __init__(self, pump, wake, wake_through, ended, replaced, enter, leave):
        surroundings.install()
        self._ended = ended
        self._replaced = replaced
        self._enter = enter
        self._leave = leave
        self._calls = {}
        self._application = None
        # The tasks that replace an application, with the old one once the new one has started
        self._retiring = {}
        self._loop = new_loop(pump, wake, wake_through)
        self._loop.set_exception_handler(_log_failure)
        asyncio.set_event_loop(self._loop)
        # An event, not a future: an application that cancels all tasks must not stop the loop
        self._stopped = asyncio.Event()
        self._events = (
            self._resume,
            self._arrive,
            self._arrive_last,
            self._disconnect,
            self._cancel,
            self._message,
            self._closed,
        )

    def start(self, application):
        """Have the application start; returns ``None``, or what went wrong and a traceback."""
        failure = self._loop.run_until_complete(application.startup())
        if failure is None:
            self._application = application
        return failure

    def run(self):
        """Serve until the loop is stopped."""
        self._stopped.clear()
        serving = None
        while not self._stopped.is_set():
            # AnyIO keeps its threads as long as the task that the loop runs for, or for one request where there is none
            if serving is None or serving.done():
                serving = self._loop.create_task(self._stopped.wait(), name="server")
            try:
                self._loop.run_until_complete(serving)
            except Exception:
                _logger.exception("The event loop failed, and goes on")
            except BaseException as failure:
                # Raised by something that runs beside the requests
                _logger.error("The event loop was interrupted, and goes on\n%s", describe(failure)[1])

    def begin(self, number, exchange, pairs, body):
        """Begin a call. ``body`` is that of the request, or ``None`` if it has to be asked for."""
        application = self._application
        try:
            request = Request(pairs)
            if "asgi.websocket" in request.variables:
                scope = connection_scope("websocket", request, WEBSOCKET_EXTENSIONS, application.state)
                call = WebSocketCall(exchange, websocket_scope(scope))
            else:
                scope = connection_scope("http", request, HTTP_EXTENSIONS, application.state)
                scope["method"] = request.variables["REQUEST_METHOD"].upper()
                call = HttpCall(exchange, scope, body, body is None)
        except BaseException as failure:
            self._end(number, *describe(failure))
            return
        # Before the task: it may be an eager one, and over when it is made
        self._calls[number] = call
        application.begin()
        serving = self._serve(number, call, application, request.variables)
        try:
            call.task = self._loop.create_task(serving)
        except BaseException as failure:
            serving.close()
            del self._calls[number]
            application.end()
            self._end(number, *describe(failure))

    async def _serve(self, number, call, application, variables):
        name = report = None
        call.begun = True
        surroundings.current.set(_Surroundings(number, self._calls, self._enter, self._leave))
        try:
            if call.cancelled_for is not None:
                raise asyncio.CancelledError(call.cancelled_for)
            if application.hooks is None:
                await call.run(application.callable)
            else:
                await application.hooks.run(call, application.callable, variables)
        except BaseException as failure:
            name, report = call.failure(failure)
        finally:
            del self._calls[number]
            application.end()
            call.end()
            self._end(number, name, report)

    def _end(self, number, name, report):
        if self._ended(number, name, report):
            self.stop()

    def notify(self, number, event, payload):
        """Tell a call what has happened."""
        call = self._calls.get(number)
        if call is not None:
            self._events[event](call, payload)

    def _resume(self, call, payload):
        call.resume()

    def _arrive(self, call, payload):
        call.arrive(payload, True)

    def _arrive_last(self, call, payload):
        call.arrive(payload, False)

    def _disconnect(self, call, payload):
        call.disconnect(payload)

    def _message(self, call, payload):
        call.message(payload)

    def _closed(self, call, payload):
        call.closed(payload)

    def _cancel(self, call, payload):
        call.cancel(payload)

    def replace(self, application):
        """Have another application start, which takes the place of this one."""
        task = self._loop.create_task(self._replace(application))
        self._retiring[task] = None
        task.add_done_callback(self._retiring.pop)

    def cancel_replacement(self, reason):
        """Cancel the start of an application that has not taken the place of this one yet."""
        for task, old in self._retiring.items():
            if old is None:
                task.cancel(reason)

    async def _replace(self, application):
        failure = await application.startup()
        if failure is not None:
            self._replaced(*failure)
            return
        old, self._application = self._application, application
        self._retiring[asyncio.current_task()] = old
        self._replaced(None, None)
        await old.retire()

    def stop(self):
        """Stop the loop."""
        self._stopped.set()

    def close(self, patience):
        """End: cancel what is left of the calls, and have the application end, within so many milliseconds."""
        loop = self._loop
        closing = loop.create_task(self._close(patience / 2000))
        limit = loop.call_later(patience / 1000, closing.cancel)
        try:
            loop.run_until_complete(closing)
        except asyncio.CancelledError:
            _logger.error("The application did not end within the time that is left of wsgi.graceful-timeout")
        finally:
            limit.cancel()
            asyncio.set_event_loop(None)
            loop.close()

    async def _close(self, patience):
        calls = [call.task for call in self._calls.values()]
        for call in list(self._calls.values()):
            call.cancel("the worker is stopped")
        if calls:
            # One that goes on nevertheless must not keep the application from ending
            await asyncio.wait(calls, timeout=patience)
        await self._end_applications()
        current = asyncio.current_task()
        left = [task for task in asyncio.all_tasks() if task is not current]
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left)
        await self._loop.shutdown_asyncgens()
        await self._loop.shutdown_default_executor()

    async def _end_applications(self):
        ends = []
        for task, old in self._retiring.items():
            if old is None:
                task.cancel("the worker has ended")
            else:
                old.hurry()
            ends.append(task)
        if self._application is not None:
            ends.append(self._loop.create_task(self._application.shutdown()))
        if ends:
            await asyncio.wait(ends)


class _Surroundings:
    __slots__ = ("_calls", "_enter", "_number", "leave")

    def __init__(self, number, calls, enter, leave):
        self._number = number
        self._calls = calls
        self._enter = enter
        self.leave = leave

    def enter(self):
        # What a request has started may go on after it
        return self._number in self._calls and self._enter(self._number)


def _log_failure(loop, context):
    failure = context.get("exception")
    text = context.get("message") or "Something that runs on the event loop failed"
    if failure is None:
        _logger.error(text)
    else:
        _logger.error("%s\n%s", text, describe(failure)[1])
