"""An application, and hooks that note what they are given."""

import atexit
import os
import threading

_lock = threading.Lock()
_calls = 0


def note(line):
    """Append a line to the notes."""
    with _lock, open(os.environ["NOTES"], "a", encoding="utf-8") as notes:
        notes.write(line + "\n")


def app(environ, start_response):
    """Do what the path says."""
    global _calls
    _calls += 1
    note(f"app {environ['PATH_INFO']}")
    if environ["PATH_INFO"] == "/fail":
        raise ValueError("as told")
    start_response("201 Created", [("Content-Type", "text/plain"), ("X-Calls", str(_calls))])
    return [str(_calls).encode()]


def post_worker_init(worker):
    note(f"post_worker_init {worker.name} {worker.age} {worker.pid == os.getpid()}")


def pre_request(worker, req):
    note(f"pre_request {worker.name} {req.method} {req.path} {req.version}")
    if req.path == "/forbidden":
        raise PermissionError("not this one")


def post_request(worker, req, environ, resp):
    note(f"post_request {req.path} {environ['PATH_INFO']} {resp.status} {resp.status_code}")
    if req.path == "/late":
        raise ValueError("too late")


def worker_exit(server, worker):
    note(f"worker_exit {worker.name} {server.pid == worker.pid}")


atexit.register(note, "atexit")
