"""Calls the functions of ``wsgi.hooks``, those of gunicorn that make sense in one process.

``post_worker_init(worker)``
    when the worker has loaded the application, before its first request.

``pre_request(worker, req)``
    before each request. When it raises, the application is not called and the client gets
    500.

``post_request(worker, req, environ, resp)``
    after each request, also after one that failed. May leave out its last one or two
    parameters. What it raises is logged.

``worker_exit(server, worker)``
    when the worker ends, before its threads and executors are waited for and the ``atexit``
    functions called. What it raises is logged.

``pre_checkpoint(worker)``
    before a checkpoint of the process. When it raises, there is no checkpoint.

``post_restore(worker)``
    when the process was restored from a checkpoint, before the first request. When it raises,
    the process ends as if the application could not be loaded.
"""

import importlib
import importlib.util
import inspect
import logging
import os
import sys

from .gateway import Gateway

__all__ = ["HookedGateway", "Hooks", "Request", "Response", "call_quietly", "exit_worker"]

_NAMES = (
    "post_worker_init",
    "pre_request",
    "post_request",
    "worker_exit",
    "pre_checkpoint",
    "post_restore",
)
_logger = logging.getLogger("wsgi.hooks")
_worker_exits = []

#: Those that were loaded last
current = None


class Hooks:
    """The hooks of one worker."""

    def __init__(self, source, name, age):
        module = _find(source)
        found = {hook: getattr(module, hook, None) for hook in _NAMES}
        if not any(found.values()):
            raise LookupError(f"it defines none of {', '.join(_NAMES)}")
        for hook, function in found.items():
            if function is not None and not callable(function):
                raise TypeError(f"{hook} is of type {type(function).__name__}, which cannot be called")
        self.worker = Worker(name, age)
        self.pre_request = found["pre_request"]
        self.pre_checkpoint = found["pre_checkpoint"]
        self.post_restore = found["post_restore"]
        self.post_request = _with_four_parameters(found["post_request"])
        if found["post_worker_init"] is not None:
            found["post_worker_init"](self.worker)
        # That of the code before a reload ends with it
        _worker_exits.clear()
        if found["worker_exit"] is not None:
            _worker_exits.append((found["worker_exit"], Server(), self.worker))
        global current
        current = self


class HookedGateway(Gateway):
    """A gateway with hooks around the application."""

    __slots__ = ("_hooks",)

    def __init__(self, application, multithread, multiprocess, log, hooks):
        super().__init__(application, multithread, multiprocess, log)
        self._hooks = hooks

    def _respond(self, environ, response):
        hooks = self._hooks
        request = Request(environ)
        try:
            if hooks.pre_request is not None:
                hooks.pre_request(hooks.worker, request)
            return super()._respond(environ, response)
        finally:
            if hooks.post_request is not None:
                call_quietly(
                    hooks.post_request, hooks.worker, request, environ, Response(response)
                )


class Worker:
    """What a hook may know of its worker."""

    def __init__(self, name, age):
        self.name = name
        self.age = age
        self.pid = os.getpid()
        self.alive = True
        self.log = _logger

    def __str__(self):
        return f"<Worker {self.name}>"


class Server:
    """What a hook may know of the server."""

    def __init__(self):
        self.pid = os.getpid()
        self.log = _logger


class Request:
    """What a hook may know of a request, in gunicorn's terms."""

    def __init__(self, environ):
        self._environ = environ
        self.method = environ["REQUEST_METHOD"]
        self.uri = environ.get("RAW_URI", "")
        self.path = environ["SCRIPT_NAME"] + environ["PATH_INFO"]
        self.query = environ.get("QUERY_STRING", "")
        self.scheme = environ["wsgi.url_scheme"]
        protocol = environ["SERVER_PROTOCOL"].partition("/")[2] or "1.1"
        self.version = tuple(int(part) for part in f"{protocol}.0".split(".")[:2])

    @property
    def headers(self):
        """The headers as pairs of an upper-case name and a value."""
        pairs = []
        for name, value in self._environ.items():
            if name.startswith("HTTP_"):
                pairs.append((name[5:].replace("_", "-"), value))
            elif name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
                pairs.append((name.replace("_", "-"), value))
        return pairs


class Response:
    """What a hook may know of a response: all ``None`` when the application did not start one."""

    def __init__(self, response):
        head = response.head
        lines = head.split("\n") if head else [None]
        self.status = lines[0]
        self.status_code = int(lines[0][:3]) if lines[0] else None
        self.headers = list(zip(lines[1::2], lines[2::2]))
        self.headers_sent = response.sent


def exit_worker():
    """Call ``worker_exit``, if there is one, once."""
    while _worker_exits:
        call_quietly(*_worker_exits.pop())


def _find(source):
    if source.endswith(".py"):
        for directory in [*sys.path, os.getcwd()]:
            path = os.path.join(directory, source)
            if os.path.isfile(path):
                spec = importlib.util.spec_from_file_location("wsgi_hooks", path)
                module = importlib.util.module_from_spec(spec)
                spec.loader.exec_module(module)
                return module
        raise FileNotFoundError(f"there is no file {source}")
    return importlib.import_module(source)


def _with_four_parameters(post_request):
    if post_request is None:
        return None
    count = len(inspect.signature(post_request).parameters)
    if count == 2:
        return lambda worker, request, environ, response: post_request(worker, request)
    if count == 3:
        return lambda worker, request, environ, response: post_request(worker, request, environ)
    return post_request


def call_quietly(hook, *arguments):
    """Call a hook whose exceptions are logged only."""
    try:
        hook(*arguments)
    except Exception:
        _logger.exception("the hook %s failed", getattr(hook, "__name__", hook))
