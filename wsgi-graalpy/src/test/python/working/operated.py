"""An application for whoever operates it: it can be slow, fail and be unwell."""

import os
import socket
import time

_GATE = os.environ["GATE"]


class OutOfStock(Exception):
    """Raised by an order that cannot be served."""


def app(environ, start_response):
    """Do what the path says."""
    path = environ["PATH_INFO"]
    if path == "/slow":
        price_of_everything()
    elif path == "/nap":
        nap()
    elif path == "/count":
        count_stock()
    elif path == "/ask":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [ask_supplier(int(environ["QUERY_STRING"]))]
    elif path == "/fail":
        raise OutOfStock("no tea")
    elif path == "/key":
        raise KeyError("tea")
    elif path == "/torn":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return torn()
    elif path == "/echo":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["wsgi.input"].read()]
    status = "503 Service Unavailable" if path == "/healthz" and os.path.exists(_GATE) else "200 OK"
    start_response(status, [("Content-Type", "text/plain")])
    return [b"done"]


def torn():
    """Send something, and fail."""
    yield b"begun"
    raise OutOfStock("half a tea")


def price_of_everything():
    """Take until the gate is open."""
    while not os.path.exists(_GATE):
        time.sleep(0.01)


def nap():
    """Sleep at a stretch until the gate is open."""
    while not os.path.exists(_GATE):
        time.sleep(1.5)


def count_stock():
    """Compute until the gate is open."""
    while not os.path.exists(_GATE):
        sum(range(100_000))


def ask_supplier(port):
    """Wait for an answer on a socket."""
    with socket.create_connection(("127.0.0.1", port)) as supplier:
        return supplier.recv(100)
