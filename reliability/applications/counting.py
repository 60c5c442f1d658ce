"""An application that writes down each request before it answers."""

import os
import threading
import time

import probe

_file = os.open(os.environ["COUNTING_FILE"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
_lock = threading.Lock()


def app(environ, start_response):
    """Count, slowly if the path says so."""
    number = environ.get("HTTP_X_CAMPAIGN_ID")
    if number is None:
        return probe.app(environ, start_response)
    environ["wsgi.input"].read()
    path = environ["PATH_INFO"]
    time.sleep(3 if path == "/hang" else 0.02)
    with _lock:
        os.write(_file, number.encode() + b"\n")
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Campaign-Id", number)])
    if path == "/stream":
        return (block for block in (number.encode(), b" ", b"x" * 10_000))
    return [number.encode()]
