"""Calls that take too long, each in its own way."""

import contextlib
import os
import re
import socket
import threading
import time
import uuid

_ID = uuid.uuid4().hex
_DIRECTORY = os.environ.get("EVENTS", ".")


def _note(event):
    with open(os.path.join(_DIRECTORY, event), "a", encoding="utf-8") as file:
        file.write("x")


def _sleep():
    time.sleep(3600)


def _loop():
    count = 0
    while True:
        count += 1


def _lock():
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def _event():
    threading.Event().wait()


def _accept():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.accept()


def _recv():
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname()) as client:
            client.recv(1)


def _match():
    while True:
        re.match(r"(a|a)*\1b$", "a" * 64)


def _suppress():
    with contextlib.suppress(Exception):
        try:
            time.sleep(3600)
        except Exception:
            _note("swallowed")


def _stall(name, key):
    try:
        globals()["_" + name]()
    finally:
        _note(key)


def _resist():
    while True:
        try:
            time.sleep(3600)
        except BaseException:
            _note("resisted")


def _hold(gate):
    path = os.path.join(_DIRECTORY, gate)
    while not os.path.exists(path):
        time.sleep(0.01)


def _steps(key):
    _note(key)
    for _ in range(50):
        time.sleep(0.01)


def _drip():
    """Send something, and then nothing."""
    yield b"begun"
    time.sleep(3600)


def app(environ, start_response):
    """Do what the path says."""
    _, action, *arguments = environ["PATH_INFO"].split("/")
    body = [b"done"]
    if action == "stall":
        _stall(*arguments)
    elif action == "resist":
        _resist()
    elif action == "hold":
        _hold(arguments[0])
    elif action == "enter":
        _note(arguments[0])
        _hold(arguments[1])
    elif action == "steps":
        _steps(arguments[0])
    elif action == "pause":
        time.sleep(int(arguments[0]) / 1000)
    elif action == "drip":
        body = _drip()
    elif action == "flood":
        body = (b"x" * 65536 for _ in range(1_000_000))
    elif action == "id":
        body = [_ID.encode()]
    elif action == "flags":
        flags = (environ["wsgi.multithread"], environ["wsgi.multiprocess"])
        body = [" ".join(map(str, flags)).encode()]
    elif action == "meet":
        _note(f"{arguments[0]}-{_ID}")
        while len([name for name in os.listdir(_DIRECTORY) if name.startswith(arguments[0])]) < 2:
            time.sleep(0.01)
        body = [_ID.encode()]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return body
