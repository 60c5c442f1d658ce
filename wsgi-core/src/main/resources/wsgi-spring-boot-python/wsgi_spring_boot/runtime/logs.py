"""Python's log in the log of the server: ``logging``, ``warnings``, ``print`` and tracebacks.

The levels of the server's configuration count for the Python loggers of the same names,
below those that the application sets for loggers closer to the one that is asked. What the
application sets up itself stays: its handlers that write to the console, which is
``sys.stdout``, ``sys.stderr`` or ``wsgi.errors``, give their records to the server's log
under the name and level of the record, and no record arrives there twice.
"""

import logging
import sys
from functools import wraps

from ..gateway.streams import ErrorStream, ThreadStream

__all__ = ["install", "set_levels", "surround"]

_levels = {}
_root_level = None
_outlet = None


def install(publish, levels):
    """Hand all that is logged to ``publish(logger, level, text)``, from now on."""
    global _outlet
    set_levels(levels)
    _outlet = _Outlet(publish)
    bridge = _Bridge(_outlet)
    logging.root.addHandler(bridge)
    logging.basicConfig = _beside(bridge, logging.basicConfig)
    logging.StreamHandler.emit = _through(bridge, logging.StreamHandler.emit)
    logging.Logger.handle = _marking(logging.Logger.handle)
    logging.Logger.getEffectiveLevel = wraps(logging.Logger.getEffectiveLevel)(_effective_level)
    logging.captureWarnings(True)
    sys.stdout = _console(_outlet, "sys.stdout", logging.INFO, sys.stdout)
    sys.stderr = _console(_outlet, "sys.stderr", logging.WARNING, sys.stderr)


def set_levels(levels):
    """Take the levels that the server's configuration sets: lines with a name and a number in turn."""
    global _levels, _root_level
    lines = levels.split("\n")
    levels = dict(zip(lines[::2], map(int, lines[1::2])))
    root_level = levels.pop("root")
    if root_level != _root_level:
        # The application may choose another one, until the server's changes
        _root_level = root_level
        logging.root.setLevel(root_level)
    _levels = levels
    # Which makes all loggers forget what they know to be enabled
    logging.root.setLevel(logging.root.level)


def surround(surroundings):
    """Let ``surroundings``, a decorator, be around all that is handed over from now on."""
    if _outlet is not None:
        _outlet.publish = surroundings(_outlet.publish)


class _Outlet:
    """Where all goes."""

    __slots__ = ("publish",)

    def __init__(self, publish):
        self.publish = publish


class _Bridge(logging.Handler):
    """Publishes records, each of them once."""

    def __init__(self, outlet):
        super().__init__()
        self._outlet = outlet

    def emit(self, record):
        self.publish(record, self)

    def publish(self, record, handler):
        """Publish ``record`` in the format of ``handler``."""
        claim = record.__dict__.setdefault("_wsgi_claim", [True])
        try:
            claim.pop()  # one step, because the thread of a QueueListener may be here, too
        except IndexError:
            return
        try:
            text = handler.format(record).removesuffix("\n")
            self._outlet.publish(record.name, int(record.levelno), text)
        except RecursionError:
            claim.append(True)
            raise
        except Exception:
            claim.append(True)
            handler.handleError(record)


def _through(bridge, emit):
    """``StreamHandler.emit`` of which those handlers publish that write to the console."""

    @wraps(emit)
    def emit_or_publish(handler, record):
        if isinstance(handler.stream, (ErrorStream, ThreadStream)):
            bridge.publish(record, handler)
        else:
            emit(handler, record)

    return emit_or_publish


def _marking(handle):
    """``Logger.handle`` of records that share one claim to be published with their copies."""

    @wraps(handle)
    def handle_marked(logger, record):
        record.__dict__.setdefault("_wsgi_claim", [True])
        handle(logger, record)

    return handle_marked


def _beside(bridge, basic_config):
    """``basicConfig`` that does what it is asked for although ``bridge`` is there."""

    @wraps(basic_config)
    def basic_config_beside(**kwargs):
        root = logging.root
        if bridge not in root.handlers:
            return basic_config(**kwargs)
        root.removeHandler(bridge)
        try:
            basic_config(**kwargs)
        finally:
            root.handlers.insert(0, bridge)

    return basic_config_beside


def _effective_level(logger):
    """``Logger.getEffectiveLevel``: the level set closest to the logger, by the server or in Python."""
    closest = logger
    while closest.parent is not None and not closest.level:
        closest = closest.parent
    name = logger.name
    while name and name not in _levels:
        name = name.rpartition(".")[0]
    if name and (closest.parent is None or len(name) >= len(closest.name)):
        return _levels[name]
    return closest.level


def _console(outlet, name, level, original):
    def log(text):
        if text and not text.isspace():
            outlet.publish(name, level, text)

    return ThreadStream(log, original)
