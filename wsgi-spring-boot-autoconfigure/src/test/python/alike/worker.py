"""Tells which worker answers, and keeps one busy so that another one has to."""

import os
import time
import uuid

NAME = uuid.uuid4().hex


def wrap(application):
    """Return an application that serves some paths of its own, and the other application."""

    def wrapped(environ, start_response):
        own = _PATHS.get(environ["PATH_INFO"])
        if own is None:
            return application(environ, start_response)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return own(environ["QUERY_STRING"])

    return wrapped


def _hold(gate):
    yield NAME.encode()
    while not os.path.exists(gate):
        time.sleep(0.01)


def _worker(_):
    return [NAME.encode()]


_PATHS = {"/hold": _hold, "/worker": _worker}
