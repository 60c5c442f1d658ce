"""What SQLite is to call, or to load, for a connection."""

from . import callbacks
from .arguments import c_int, text
from .errors import OperationalError, ProgrammingError, check

__all__ = ["Functions"]


class Functions:
    """The part of a connection that extends SQLite."""

    __slots__ = ()

    def _register(self, operation, name, *args):
        failure = self._door(operation, text(name), *args)
        return failure

    def create_function(self, name, narg, func, *, deterministic=False):
        """Create a new function."""
        self._check()
        call = None if func is None else callbacks.function(func)
        if self._register("function", name, c_int(narg), bool(deterministic), call) is not None:
            raise OperationalError("Error creating function")

    def create_aggregate(self, name, n_arg, aggregate_class):
        """Create a new aggregate."""
        self._check()
        call = None if aggregate_class is None else callbacks.Aggregate(aggregate_class)
        if self._register("aggregate", name, c_int(n_arg), call) is not None:
            raise OperationalError("Error creating aggregate")

    def create_window_function(self, name, num_params, aggregate_class, /):
        """Creates or redefines an aggregate window function."""
        self._check()
        call = None if aggregate_class is None else callbacks.Aggregate(aggregate_class)
        failure = self._register("window", name, c_int(num_params), call)
        if failure is not None:
            raise ProgrammingError(failure[2])

    def create_collation(self, name, callback, /):
        """Creates a collation function."""
        self._check()
        if callback is not None and not callable(callback):
            raise TypeError("parameter must be callable")
        check(self._register("collation", name, None if callback is None else callbacks.collation(callback)))

    def set_authorizer(self, authorizer_callback):
        """Set authorizer callback."""
        self._check()
        call = None if authorizer_callback is None else callbacks.authorizer(authorizer_callback)
        if self._door("authorizer", call) is not None:
            raise OperationalError("Error setting authorizer callback")

    def set_progress_handler(self, progress_handler, n):
        """Set progress handler callback."""
        self._check()
        self._door("progress", None if progress_handler is None else callbacks.progress(progress_handler), c_int(n))

    def set_trace_callback(self, trace_callback):
        """Set a trace callback called for each SQL statement (passed as unicode)."""
        self._check()
        check(self._door("trace", None if trace_callback is None else callbacks.trace(trace_callback)))

    def enable_load_extension(self, enable, /):
        """Enable dynamic loading of SQLite extension modules."""
        self._check()
        if self._door("allow_extensions", 1 if enable else 0) is not None:
            raise OperationalError("Error enabling load extension")

    def load_extension(self, name, /, *, entrypoint=None):
        """Load SQLite extension module."""
        self._check()
        failure = self._door("load_extension", text(name), None if entrypoint is None else text(entrypoint))
        if failure is not None:
            raise OperationalError(failure[2])
