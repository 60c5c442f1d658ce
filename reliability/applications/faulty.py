"""An application that does whatever it is asked for, which is never any good."""

import _thread
import builtins
import gc
import logging
import os
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback

import probe


class Unprintable(Exception):
    """An exception that cannot be told."""

    def __str__(self):
        raise RuntimeError("no text")

    __repr__ = __str__


class Hostile:
    """A response whose methods are named by a dict."""

    def __init__(self, **methods):
        self.methods = methods

    def __iter__(self):
        return self.methods.get("iter", lambda: iter([b"body"]))()

    def __len__(self):
        return self.methods.get("len", lambda: 1)()

    def close(self):
        """Do what a test asks for."""
        self.methods.get("close", lambda: None)()


def throw(problem):
    """Raise something."""
    raise problem


def after(first, problem):
    """Return a generator that fails behind some blocks."""
    yield from first
    throw(problem)


def recursion():
    """Call itself without end."""
    return recursion()


def deep():
    """Ask for the text of a list that is nested deeply."""
    value = []
    for _ in range(1_000_000):
        value = [value]
    try:
        return repr(value)
    finally:
        # Or the end of the list would be a recursion, too
        while value:
            value = value.pop()


def hoard(size):
    """Allocate blocks until there is no more."""
    hoarded = []
    while True:
        hoarded.append(b"x" * size + bytes(len(hoarded)))


def many_threads(count, body):
    """Start threads, and wait for none of them."""
    for _ in range(count):
        threading.Thread(target=body, daemon=True).start()


def ok(environ, start_response):
    """Answer well."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"good"]


def do(action):
    """Return an application that does something and answers well, if it gets so far."""

    def application(environ, start_response):
        action()
        return ok(environ, start_response)

    return application


def respond(make):
    """Return an application with another body."""

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return make()

    return application


def head(status, headers, *others):
    """Return an application with another head."""

    def application(environ, start_response):
        start_response(status, headers, *others)
        return [b"good"]

    return application


def writing(problem):
    """Fail behind a write."""

    def application(environ, start_response):
        start_response("200 OK", [("Content-Length", "8")])(b"part")
        throw(problem)

    return application


def twice(environ, start_response):
    """Start the response twice."""
    start_response("200 OK", [])
    start_response("200 OK", [])
    return []


def lock_itself(environ, start_response):
    """Take a lock twice."""
    lock = threading.Lock()
    with lock, lock:
        return ok(environ, start_response)


def endless(environ, start_response):
    """Compute for ever."""
    while True:
        pass


def swallow(environ, start_response):
    """Compute for ever, for as long as it can catch what is to end that."""
    for _ in range(3):
        try:
            while True:
                pass
        except BaseException:
            continue
    return ok(environ, start_response)


def patched(name, value, module=builtins):
    """Replace something that everybody uses."""
    return do(lambda: setattr(module, name, value))


class Memory:
    """What there was before a fault, and the way back, which uses nothing that a fault can take away."""

    def __init__(self, *modules):
        self.kept = [(module.__dict__, dict(module.__dict__)) for module in modules]
        self.kept += [(sys.modules, dict(sys.modules)), (os.environ, dict(os.environ))]
        self.path = list(sys.path)
        self.directory = os.getcwd()
        self.recursion_limit = sys.getrecursionlimit()
        self.restore = self.make(os.chdir, sys.setrecursionlimit, sys.settrace, threading.settrace)

    def make(self, chdir, set_limit, set_trace, set_trace_of_threads):
        """Return the way back."""

        def restore():
            set_trace(None)
            for dictionary, before in self.kept:
                dictionary.update(before)
            sys.path[:] = self.path
            sys.stdout, sys.stderr = self.out, self.errors
            chdir(self.directory)
            set_limit(self.recursion_limit)

        self.out, self.errors = sys.stdout, sys.stderr
        return restore


def chdir_to_nowhere():
    """Change to a directory that is gone then."""
    directory = tempfile.mkdtemp()
    os.chdir(directory)
    os.rmdir(directory)


def forget_modules():
    """Forget the modules that are no part of the interpreter itself."""
    for name in list(sys.modules):
        if name not in ("sys", "builtins", "__main__"):
            del sys.modules[name]


memory = Memory(builtins, sys, time, threading, socket, logging, traceback, gc)
EXCEPTIONS = {
    "exception": ValueError("secret"),
    "exit": SystemExit(3),
    "keyboard": KeyboardInterrupt(),
    "generator-exit": GeneratorExit(),
    "stop": StopIteration(),
    "memory": MemoryError(),
    "recursion": RecursionError(),
    "unprintable": Unprintable(),
    "group": BaseExceptionGroup("several", [ValueError("one"), SystemExit(2)]),
    "unicode": ValueError("\ud800 \0 \x1b[31m"),
    "long": ValueError("x" * 1_000_000),
}
PATHS = {
    "restore": do(memory.restore),
    "ok": ok,
    "twice": twice,
    "lock": lock_itself,
    "endless": endless,
    "swallow": swallow,
}
for exception_name, exception in EXCEPTIONS.items():
    PATHS[f"raise-{exception_name}"] = do(lambda exception=exception: throw(exception))
    PATHS[f"raise-started-{exception_name}"] = respond(lambda exception=exception: throw(exception))
    PATHS[f"raise-first-{exception_name}"] = respond(lambda exception=exception: after([], exception))
    PATHS[f"raise-late-{exception_name}"] = respond(lambda exception=exception: after([b"part"], exception))
    PATHS[f"raise-iter-{exception_name}"] = respond(lambda exception=exception: Hostile(iter=lambda: throw(exception)))
    PATHS[f"raise-write-{exception_name}"] = writing(exception)
    PATHS[f"raise-close-{exception_name}"] = respond(
        lambda exception=exception: Hostile(close=lambda: throw(exception))
    )
for number, body in enumerate(
    (
        None,
        1,
        "text",
        [1],
        ["text"],
        [None],
        object(),
        [[b"x"]],
        {"a": 1},
        lambda: None,
        Ellipsis,
        1.5,
        type,
        [b"x", "y"],
    )
):
    PATHS[f"body-{number}"] = respond(lambda body=body: body)
for number, status in enumerate(
    (
        None,
        200,
        b"200 OK",
        "",
        "OK",
        "20 OK",
        "2000 OK",
        "200OK",
        "099 x",
        "600 x\0",
        ["200 OK"],
        "\u0661\u0662\u0663 x",
    )
):
    PATHS[f"status-{number}"] = head(status, [])
for number, headers in enumerate(
    (
        None,
        1,
        "text",
        (("a", "b"),),
        {"a": "b"},
        [["a", "b", "c"]],
        [("a",)],
        [(1, "b")],
        [("a", 1)],
        [("a", None)],
        [(b"a", b"b")],
        ["ab"],
        [None],
        [("a", "\u65e5")],
        [("", "b")],
        [("a b", "c")],
        [("Content-Length", "x")],
        [("Content-Length", "-1")],
        [("Content-Length", "4"), ("Content-Length", "5")],
        [("Transfer-Encoding", "chunked")],
        [("Connection", "close")],
    )
):
    PATHS[f"headers-{number}"] = head("200 OK", headers)
PATHS |= {
    "exc-info-wrong": head("200 OK", [], 1),
    "no-start": lambda environ, start_response: [b"x"],
    "short": lambda environ, start_response: head("200 OK", [("Content-Length", "100")])(environ, start_response),
    "many-headers": head("200 OK", [(f"X-{number}", "a") for number in range(5000)]),
    "large-header": head("200 OK", [("X-A", "a" * 1_000_000)]),
    "len-negative": respond(lambda: Hostile(len=lambda: -1)),
    "len-huge": respond(lambda: Hostile(len=lambda: 1 << 70)),
    "len-raises": respond(lambda: Hostile(len=lambda: throw(ValueError()))),
    "iter-none": respond(lambda: Hostile(iter=lambda: None)),
    "sys-exit": do(lambda: sys.exit(3)),
    "os-exit": do(lambda: os._exit(3)),
    "kill-thread": do(_thread.exit),
    "raise-signal": do(lambda: signal.raise_signal(signal.SIGINT)),
    "recursion": do(recursion),
    "deep": do(deep),
    "bytes-of-exa": do(lambda: bytes(1 << 60)),
    "string-of-exa": do(lambda: "x" * (1 << 60)),
    "hoard": do(lambda: hoard(1 << 24)),
    "threads": do(lambda: many_threads(500, lambda: time.sleep(0.2))),
    "threads-raise": do(lambda: many_threads(20, lambda: throw(ValueError()))),
    "threads-exit": do(lambda: many_threads(20, lambda: sys.exit(3))),
    "chdir": do(lambda: os.chdir("/")),
    "chdir-gone": do(chdir_to_nowhere),
    "close-stdout": do(lambda: sys.stdout.close()),
    "close-stderr": do(lambda: sys.stderr.close()),
    "stdout-none": do(lambda: setattr(sys, "stdout", None)),
    "print": do(lambda: print("printed")),
    "recursion-limit": do(lambda: sys.setrecursionlimit(10_000_000)),
    "environ-clear": do(os.environ.clear),
    "path-clear": do(sys.path.clear),
    "warnings": do(lambda: [__import__("warnings").warn("again") for _ in range(1000)]),
    "trace": do(lambda: sys.settrace(lambda *_: throw(ValueError("traced")))),
    "gc-off": do(lambda: gc.disable()),
    "excepthook": do(lambda: setattr(sys, "excepthook", None)),
    "patch-len": patched("len", None),
    "patch-isinstance": patched("isinstance", None),
    "patch-open": patched("open", None),
    "patch-print": patched("print", None),
    "patch-import": patched("__import__", None),
    "patch-sleep": patched("sleep", None, time),
    "patch-thread": patched("Thread", None, threading),
    "patch-lock": patched("Lock", None, threading),
    "patch-socket": do(lambda: setattr(socket, "socket", None)),
    "patch-logging": do(lambda: setattr(logging, "getLogger", None)),
    "patch-traceback": do(lambda: traceback.__dict__.clear()),
    "forget-own": do(lambda: sys.modules.pop(__name__)),
    "forget-all": do(forget_modules),
    "close-low": do(lambda: os.closerange(0, 3)),
    "close-all": do(lambda: os.closerange(3, 4096)),
}


def app(environ, start_response):
    """Do what the path names."""
    name = environ["PATH_INFO"].strip("/")
    return PATHS.get(name, probe.app)(environ, start_response)
