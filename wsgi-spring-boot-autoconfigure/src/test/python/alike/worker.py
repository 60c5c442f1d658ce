"""Tells which worker answers, and keeps one busy so that the other one has to."""

import os
import sys
import time
import uuid
from importlib.machinery import ExtensionFileLoader

NAME = uuid.uuid4().hex


def wrap(application):
    """Return an application that serves ``/hold`` and ``/worker``, and the other one."""

    def wrapped(environ, start_response):
        path = environ["PATH_INFO"]
        if path == "/hold":
            start_response("200 OK", [("Content-Type", "text/plain")])
            return _hold(os.path.join(os.environ["GATES"], environ["QUERY_STRING"]))
        if path == "/worker":
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [f"{NAME} {_native_modules()}".encode()]
        return application(environ, start_response)

    return wrapped


def _hold(gate):
    yield NAME.encode()
    while not os.path.exists(gate):
        time.sleep(0.01)


def _native_modules():
    return sorted(
        name
        for name, module in list(sys.modules.items())
        if isinstance(getattr(module, "__loader__", None), ExtensionFileLoader)
    )
