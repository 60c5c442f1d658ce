"""Is stopped while it is busy, in one way or another."""

import atexit
import os
import threading
import time

_DIRECTORY = os.environ["EVENTS"]


def _note(event):
    with open(os.path.join(_DIRECTORY, event), "w", encoding="utf-8"):
        pass


def _wait(event):
    while not os.path.exists(os.path.join(_DIRECTORY, event)):
        time.sleep(0.01)


def _stream():
    """Go on when the gate opens."""
    try:
        yield b"begun "
        _wait("gate")
        yield b"ended"
    finally:
        _note("stream-closed")


def _endless():
    try:
        while True:
            yield b"more "
            time.sleep(0.01)
    finally:
        _note("endless-closed")


def app(environ, start_response):
    """Do what the path says."""
    path = environ["PATH_INFO"]
    if path == "/hold":
        _note("held")
        _wait("gate")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return {"/stream": _stream, "/endless": _endless}.get(path, lambda: [b"done"])()


_note("importing")
if "SLOW" in os.environ:
    _wait("loaded")
if "BRIEF" not in os.environ:
    # No daemon: CPython would wait for it
    threading.Thread(target=time.sleep, args=(3600,)).start()
atexit.register(_note, "atexit")
