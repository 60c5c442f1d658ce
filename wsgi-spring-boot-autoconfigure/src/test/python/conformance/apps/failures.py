"""Applications that fail in ways a server must survive."""

import atexit
import signal
import sys

from mounts import answer, mount, query


def _recurse(depth=0):
    return _recurse(depth + 1) + 1


class _Nested:
    """Overflows the stack through calls that Python does not see."""

    def __eq__(self, other):
        return _Nested() == _Nested()

    def __repr__(self):
        return repr([self])


def _exhaust():
    blocks = []
    while True:
        blocks.append(bytearray(1 << 40))


_FAILURES = {
    "exception": lambda: 1 / 0,
    "exit": lambda: sys.exit(),
    "exit-3": lambda: sys.exit(3),
    "exit-text": lambda: sys.exit("bye"),
    "interrupt": lambda: (_ for _ in ()).throw(KeyboardInterrupt()),
    "generator-exit": lambda: (_ for _ in ()).throw(GeneratorExit()),
    "recursion": _recurse,
    "native-recursion": lambda: _Nested() == 1,
    "memory": _exhaust,
    "memory-error": lambda: (_ for _ in ()).throw(MemoryError()),
    "base-exception": lambda: (_ for _ in ()).throw(BaseException("base")),
    "stop-iteration": lambda: next(iter(())),
}


@mount
def fail(environ, start_response):
    """Fails before start_response, having been asked to by the rest of the path."""
    return _FAILURES[environ["PATH_INFO"].rpartition("/")[2]]()


@mount
def fail_in_body(environ, start_response):
    """Fails when iterated over, after the first block."""
    start_response("200 OK", [])
    yield b"first"
    _FAILURES[environ["PATH_INFO"].rpartition("/")[2]]()


@mount
def no_start(environ, start_response):
    """Never calls start_response."""
    return [b"body"]


@mount
def returns(environ, start_response):
    """Returns something else than an iterable of bytes."""
    start_response("200 OK", [("X-Pending", "yes")])
    return eval(query(environ)["body"])
