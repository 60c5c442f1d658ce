"""The lifespan of an application (ASGI's "Lifespan" specification, version 2.0)."""

import asyncio
import logging

from .call import describe

__all__ = ["Lifespan", "LifespanFailure"]

_logger = logging.getLogger("wsgi.lifespan")


class LifespanFailure(Exception):
    """The application did not start."""

    def __init__(self, message, trace):
        super().__init__(message)
        self.trace = trace


class Lifespan:
    """What an application does before its first request, and after its last one."""

    def __init__(self, application, mode):
        """``mode`` is ``auto``, ``on`` or ``off``: only when it is ``on`` has the application to know lifespans."""
        self._application = application
        self._mode = mode
        self._task = None
        self._events = None
        self._asked = False
        self._started = None
        self._stopped = None
        self.state = {}

    async def startup(self):
        """Have the application start."""
        if self._mode == "off":
            return
        loop = asyncio.get_running_loop()
        self._events = asyncio.Queue()
        self._started = loop.create_future()
        self._stopped = loop.create_future()
        self._events.put_nowait({"type": "lifespan.startup"})
        self._task = loop.create_task(self._run(), name="lifespan")
        try:
            await asyncio.wait((self._started, self._task), return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError as cancellation:
            raise LifespanFailure(str(cancellation), await self._give_up()) from None
        if self._started.done():
            message = self._started.result()
            if message is not None:
                trace = await self._trace()
                raise LifespanFailure(message or "it said so by lifespan.startup.failed", trace or message)
            return
        failure = None if self._task.cancelled() else self._task.exception()
        if self._mode == "on":
            trace = "" if failure is None else describe(failure)[1]
            raise LifespanFailure("it does not know lifespan events, which wsgi.lifespan=on wants", trace)
        if self._asked and failure is not None:
            _logger.warning("The application failed on lifespan.startup, and is served without a lifespan\n%s", describe(failure)[1])
        self._task = None

    async def _run(self):
        scope = {
            "type": "lifespan",
            "asgi": {"version": "3.0", "spec_version": "2.0"},
            "state": self.state,
        }
        await self._application(scope, self._receive, self._send)

    async def _trace(self):
        """Return the traceback of what the application raises after it has said that it failed."""
        try:
            await asyncio.wait_for(self._task, 1)
        except (asyncio.CancelledError, TimeoutError):
            return ""
        except BaseException as failure:
            return describe(failure)[1]
        finally:
            self._task = None
        return ""

    async def _give_up(self):
        """Cancel what has not started; returns where it was."""
        task, self._task = self._task, None
        task.cancel()
        await asyncio.wait((task,), timeout=1)
        if not task.done():
            return ""
        try:
            failure = task.exception()
        except asyncio.CancelledError as cancellation:
            failure = cancellation
        return "" if failure is None else describe(failure)[1]

    async def _receive(self):
        self._asked = True
        return await self._events.get()

    async def _send(self, message):
        kind = message["type"]
        if kind == "lifespan.startup.complete":
            self._settle(self._started, None)
        elif kind == "lifespan.startup.failed":
            self._settle(self._started, message.get("message") or "")
        elif kind == "lifespan.shutdown.complete":
            self._settle(self._stopped, None)
        elif kind == "lifespan.shutdown.failed":
            self._settle(self._stopped, message.get("message") or "")
        else:
            raise ValueError(f"{kind!r} is no event of a lifespan")

    def _settle(self, future, result):
        if future.done() or future is self._stopped and not self._started.done():
            raise RuntimeError("this event of the lifespan is not expected now")
        future.set_result(result)

    async def shutdown(self):
        """Have the application end."""
        task = self._task
        if task is None:
            return
        self._task = None
        if not task.done():
            self._events.put_nowait({"type": "lifespan.shutdown"})
            await asyncio.wait((self._stopped, task), return_when=asyncio.FIRST_COMPLETED)
        if self._stopped.done():
            if self._stopped.result() is not None:
                _logger.error("The application failed on lifespan.shutdown\n%s", self._stopped.result())
            await asyncio.wait((task,), timeout=1)
            task.cancel()
        elif not task.cancelled() and task.exception() is not None:
            _logger.error("The application failed on lifespan.shutdown\n%s", describe(task.exception())[1])
        await asyncio.gather(task, return_exceptions=True)
