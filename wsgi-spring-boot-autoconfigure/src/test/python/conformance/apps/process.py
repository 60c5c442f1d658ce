"""Tries to take over the process, which it shares with the server."""

import os
import signal
import sys

from mounts import answer, mount, query


def _handler(number, frame):
    os.abort()


@mount
def process(environ, start_response):
    """Evaluates the expression ``do``."""
    names = {"handler": _handler, "os": os, "signal": signal, "sys": sys}
    try:
        result = eval(query(environ)["do"], names)
    except Exception as failure:
        result = type(failure).__name__
    return answer(start_response, result)


@mount
def hints(environ, start_response):
    """Sends early hints, as the query says, before the response."""
    hint = environ.get("wsgi.early_hints")
    if hint is None:
        start_response("200 OK", [])
        return [b"no hints"]
    raised = None
    try:
        hint(eval(query(environ)["headers"]))
    except Exception as failure:
        raised = type(failure).__name__
    return answer(start_response, raised)


@mount
def late_hints(environ, start_response):
    """Sends early hints when the response is on its way."""
    start_response("200 OK", [])
    yield b"first,"
    environ["wsgi.early_hints"]([("Link", "</a>; rel=preload")])
    yield b"second"
