"""An application that was loaded: what it is called with, and how many calls it is in."""

import asyncio

from .call import describe
from .hooks import HookedCalls
from .lifespan import Lifespan, LifespanFailure

__all__ = ["Application"]


class Application:
    """An application of one load. After a reload it ends with its last call."""

    def __init__(self, callable, lifespan, hooks=None):
        """``lifespan`` is the value of ``wsgi.lifespan``; ``hooks`` are those of ``wsgi.hooks``."""
        self.callable = callable
        self.hooks = None if hooks is None else HookedCalls(hooks)
        self._lifespan = Lifespan(callable, lifespan)
        self._calls = 0
        self._retired = None

    @property
    def state(self):
        """What the application has set up when it started."""
        return self._lifespan.state

    async def startup(self):
        """Start; returns ``None``, or what went wrong and a traceback."""
        try:
            await self._lifespan.startup()
        except LifespanFailure as failure:
            return f"its lifespan failed: {failure}", failure.trace
        except BaseException as failure:
            name, trace = describe(failure)
            return f"its lifespan failed with {name}", trace
        return None

    def begin(self):
        """A call begins."""
        self._calls += 1

    def end(self):
        """A call has ended."""
        self._calls -= 1
        if not self._calls and self._retired is not None:
            self._retired.set()

    async def retire(self):
        """Wait for the last call, and end."""
        if self._calls:
            self._retired = asyncio.Event()
            await self._retired.wait()
        await self.shutdown()

    def hurry(self):
        """Wait no longer for the last call."""
        if self._retired is not None:
            self._retired.set()

    async def shutdown(self):
        """End, once."""
        await self._lifespan.shutdown()
