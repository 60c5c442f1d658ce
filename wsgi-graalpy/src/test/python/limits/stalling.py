"""Calls that take too long, each in its own way."""

import contextlib
import importlib.machinery
import os
import queue
import re
import select
import socket
import sqlite3
import subprocess
import threading
import time
import types
import uuid

_ID = uuid.uuid4().hex
_DIRECTORY = os.environ.get("EVENTS", ".")

if "PINNED" in os.environ:
    # Counts as a native module from the moment it is looked for, and does not exist
    with contextlib.suppress(Exception):
        importlib.machinery.ExtensionFileLoader.create_module(
            None, types.SimpleNamespace(name="native", origin="nowhere")
        )


def _note(event):
    with open(os.path.join(_DIRECTORY, event), "a", encoding="utf-8") as file:
        file.write("x")


def _sleep():
    time.sleep(3600)


def _nap():
    time.sleep(3600.5)


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


def _bare_accept():
    socket.create_server(("127.0.0.1", 0)).accept()


def _bare_recv():
    server = socket.create_server(("127.0.0.1", 0))
    socket.create_connection(server.getsockname()).recv(1)


def _timed_recv():
    server = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(server.getsockname())
    client.settimeout(3600)
    client.recv(1)


def _select():
    select.select([socket.create_server(("127.0.0.1", 0))], [], [])


def _queue():
    queue.Queue().get()


def _wait():
    process = subprocess.Popen(["sleep", "3600"])
    try:
        process.wait()
    finally:
        process.kill()


def _communicate():
    subprocess.run(["sleep", "3600"], capture_output=True)


def _pipe():
    read, write = os.pipe()
    os.read(read, 1)


def _backtrack():
    re.match(r"(a*)*\1!", "a" * 64)


def _query():
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("with recursive n (i) as (select 1 union all select i + 1 from n) select sum(i) from n")


def _database():
    path = os.path.join(_DIRECTORY, "locked.sqlite3")
    with (
        contextlib.closing(sqlite3.connect(path, isolation_level=None)) as holder,
        contextlib.closing(sqlite3.connect(path, isolation_level=None, timeout=3600)) as waiter,
    ):
        holder.execute("begin immediate")
        waiter.execute("begin immediate")


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
    try:
        yield b"begun"
        time.sleep(3600)
    finally:
        _note("drip-ended")


def _flood():
    """Send without end."""
    try:
        while True:
            yield bytes(65536)
    finally:
        _note("flood-ended")


def _read(stream):
    try:
        stream.read()
    finally:
        _note("read-ended")


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
        body = _flood()
    elif action == "read":
        _read(environ["wsgi.input"])
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
