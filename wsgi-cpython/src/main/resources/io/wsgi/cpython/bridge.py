"""What the Java half needs of CPython beyond the gateway. It is the module ``wsgi_spring_boot_cpython``."""

import atexit
import errno
import os
import signal
import sys
import threading

# Stands in the way of nothing: its default is to be ignored, and the JVM does not use it
_WAKE_UP = signal.SIGURG

_set_handler = signal.signal
_messages = {}
_handlers = []
_paths = []

_main_thread_address = 0


class RequestTimeout(BaseException):
    """Raised in the thread of a request that has taken too long. ``except Exception`` does not catch it."""

    def __init__(self, message=None):
        # The interpreter makes it without arguments, on the thread that it is for
        if message is None:
            message = _messages.pop(threading.get_ident(), "")
        super().__init__(message)


RequestTimeout.__module__ = "wsgi_spring_boot"


def interruption(thread, message):
    """Return the exception class to raise in a thread; it is *pending* until an exception is made of it."""
    _messages[thread] = message
    return RequestTimeout


def is_pending(thread):
    """Whether the exception for a thread has not been raised yet."""
    return thread in _messages


def settle(thread):
    """Forget the exception for a thread."""
    _messages.pop(thread, None)


def can_handle_signals():
    """Whether this is the thread that runs signal handlers. Installs that of the signal which wakes threads up."""
    try:
        _set_handler(_WAKE_UP, _wake)
    except ValueError:
        return False
    return True


def _wake(number, frame):
    for handler in _handlers:
        handler()


def add_handler(handler):
    """Have ``handler``, which raises what is due for the thread, called in a thread that was woken up."""
    _handlers.append(handler)


def keep_main_thread(address):
    """Keep where the interpreter has its main thread, for whoever comes next in this process."""
    global _main_thread_address
    _main_thread_address = address


def main_thread_address():
    """Where the interpreter has its main thread, or 0."""
    return _main_thread_address


def wake_up_signal():
    """The number of the signal that ends a wait in the system."""
    return int(_WAKE_UP)


def stack(thread):
    """Return where a thread is as the lines of a traceback, or an empty string."""
    frame = sys._current_frames().get(thread)
    if frame is None:
        return ""
    from wsgi_spring_boot.stack import describe

    return describe(frame)


def name_thread(name):
    """Name this thread as Java does."""
    threading.current_thread().name = name


def begin(path, environment):
    """Prepare for applications: what is imported from ``path``, separated by NUL, and variables, a name and a value in turn."""
    first = not _paths
    for entry in _paths:
        if entry in sys.path:
            sys.path.remove(entry)
    _paths[:] = [entry for entry in path.split("\0") if entry]
    sys.path[:] = _paths + [entry for entry in sys.path if entry not in _paths]
    pairs = environment.split("\0")
    os.environ.update(zip(pairs[::2], pairs[1::2]))
    if first:
        _guard()
    else:
        _revive()


def _guard():
    os.fork = os.forkpty = _refuse_fork
    sys.meta_path.insert(0, _MultiprocessingFinder)


def _refuse_fork():
    """A copy of the JVM with this thread only would stand still at its first garbage collection."""
    raise OSError(
        errno.ENOSYS, "a process that runs a JVM cannot be forked: start another one with subprocess or multiprocessing"
    )


class _MultiprocessingFinder:
    """Has ``multiprocessing`` start its processes anew when it is first imported, where forking is its default."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        """Return where the module is, or ``None`` for all others."""
        if name != "multiprocessing.context":
            return None
        from importlib.machinery import PathFinder

        sys.meta_path.remove(_MultiprocessingFinder)
        spec = PathFinder.find_spec(name, path, target)
        execute = spec.loader.exec_module

        def execute_and_choose(module):
            execute(module)
            module._default_context._default_context = module._concrete_contexts["spawn"]

        spec.loader.exec_module = execute_and_choose
        return spec


def end():
    """End what applications have left, as the interpreter does at its end: threads, then ``atexit`` functions."""
    for function in reversed(getattr(threading, "_threading_atexits", ())):
        _call_quietly(function)
    for thread in threading.enumerate():
        own = isinstance(thread, (threading._DummyThread, threading._MainThread))
        if not thread.daemon and not own and thread is not threading.current_thread():
            thread.join()
    atexit._run_exitfuncs()


def _revive():
    """Let thread pools start again: the interpreter goes on although applications have ended."""
    futures = sys.modules.get("concurrent.futures.thread")
    if futures is not None and futures._shutdown:
        futures._shutdown = False


def _call_quietly(function):
    try:
        function()
    except BaseException:
        sys.excepthook(*sys.exc_info())
