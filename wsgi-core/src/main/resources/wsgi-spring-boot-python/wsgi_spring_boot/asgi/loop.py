"""The event loop of a worker: that of asyncio, which waits in Java as long as Python has no descriptor to watch.

The Java half hands in two callables:

``pump(nanoseconds, arm)``
    takes in what has come for the loop, and waits for it so long, without end if the number is
    negative. With ``arm`` it does not wait, and returns ``True`` if nothing has come: what comes from
    then on writes to the descriptor of ``wake_through``.

``wake()``
    ends a wait in ``pump``. May be called on any thread.
"""

import asyncio
import os
import selectors
import signal

__all__ = ["new_loop"]

# Where nothing can be written to a descriptor from outside, the loop has to look by itself
_POLL_SECONDS = 0.01


def new_loop(pump, wake, wake_through):
    """Return a loop; uvloop's if it is installed.

    ``wake_through(descriptor)`` has the Java half write to a descriptor. It returns ``False`` if it
    cannot.
    """
    try:
        import uvloop
    except ImportError:
        return EventLoop(pump, wake, wake_through)
    loop = uvloop.new_event_loop()
    descriptor, written = os.pipe()
    os.set_blocking(descriptor, False)
    woken = wake_through(written)
    # The Java half has opened it anew
    os.close(written)
    if not woken:
        os.close(descriptor)
        loop.close()
        return EventLoop(pump, wake, wake_through)

    def take_in():
        _drain(descriptor)
        if not pump(0, True):
            loop.call_soon(take_in)

    loop.add_reader(descriptor, take_in)
    loop.call_soon(take_in)
    return loop


def _drain(descriptor):
    try:
        os.read(descriptor, 4096)
    except BlockingIOError:
        pass


class EventLoop(asyncio.SelectorEventLoop):
    """A loop that needs no descriptor of its own."""

    def __init__(self, pump, wake, wake_through):
        self._wake = wake
        super().__init__(_Selector(pump, wake_through))

    def _make_self_pipe(self):
        # The Java half wakes it up
        self._ssock = self._csock = None

    def _close_self_pipe(self):
        pass

    def _write_to_self(self):
        self._wake()

    def add_signal_handler(self, sig, callback, *args):
        """Remember the handler only: signals are for the server."""
        signal.signal(sig, lambda number, frame: self.call_soon_threadsafe(callback, *args))

    def remove_signal_handler(self, sig):
        """Forget the handler."""
        known = callable(signal.getsignal(sig))
        signal.signal(sig, signal.SIG_DFL)
        return known


class _Selector(selectors.BaseSelector):
    """Waits in Java, or in the system if there are descriptors to watch."""

    def __init__(self, pump, wake_through):
        self._pump = pump
        self._wake_through = wake_through
        self._system = selectors.DefaultSelector()
        self._watched = 0
        self._waking = None
        self._can_be_woken = False

    def register(self, fileobj, events, data=None):
        """Watch a descriptor."""
        key = self._system.register(fileobj, events, data)
        self._watched += 1
        if self._waking is None:
            self._waking, written = os.pipe()
            os.set_blocking(self._waking, False)
            self._can_be_woken = self._wake_through(written)
            # The Java half has opened it anew
            os.close(written)
            if self._can_be_woken:
                self._system.register(self._waking, selectors.EVENT_READ)
        return key

    def unregister(self, fileobj):
        """Watch a descriptor no more."""
        key = self._system.unregister(fileobj)
        self._watched -= 1
        return key

    def modify(self, fileobj, events, data=None):
        """Watch a descriptor for something else."""
        return self._system.modify(fileobj, events, data)

    def get_map(self):
        """Return what is watched."""
        return self._system.get_map()

    def get_key(self, fileobj):
        """Return how a descriptor is watched."""
        return self._system.get_key(fileobj)

    def select(self, timeout=None):
        """Take in what has come from Java, and return the descriptors that are ready."""
        if not self._watched:
            self._pump(-1 if timeout is None else max(int(timeout * 1e9), 0), False)
            return ()
        if not self._pump(0, True):
            timeout = 0
        elif not self._can_be_woken and (timeout is None or timeout > _POLL_SECONDS):
            timeout = _POLL_SECONDS
        ready = self._system.select(timeout)
        self._pump(0, False)
        if not self._can_be_woken:
            return ready
        waking = self._waking
        for item in ready:
            if item[0].fd == waking:
                _drain(waking)
                return [other for other in ready if other is not item]
        return ready

    def close(self):
        """Watch nothing any more."""
        self._system.close()
        if self._waking is not None:
            os.close(self._waking)
            self._waking = None
