"""Counts its calls in a module global, and tells who it is."""

import atexit
import itertools
import os
import uuid

_ID = uuid.uuid4().hex
_calls = itertools.count(1)


def app(environ, start_response):
    """Respond with the module's identity, the number of the call, and two flags."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    flags = environ["wsgi.multithread"], environ["wsgi.multiprocess"]
    return [" ".join(map(str, (_ID, next(_calls), *flags))).encode()]


def _end():
    with open(os.path.join(os.environ["EVENTS"], f"ended-{_ID}"), "w", encoding="utf-8"):
        pass


atexit.register(_end)
