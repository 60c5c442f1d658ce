"""What is asked of the servers, and what must come back."""

import json
import random
from dataclasses import dataclass
from typing import Callable
from urllib.parse import urlencode

RAW, FLASK, DJANGO = "raw:app", "flask_app:app", "django_app:app"
RAW_ASGI, STARLETTE, FASTAPI = "raw_asgi:app", "starlette_app:app", "fastapi_app:app"
INTERFACES = {"wsgi": "WSGI", "asgi": "ASGI"}
CONNECTIONS = (1, 16, 64, 512)

FORM = urlencode({f"field{i}": f"value {i}" for i in range(9)} | {"name": "Anna & Bob"}).encode()


def _bytes(size):
    """Bytes of every value, so that a server which decodes and encodes them is found out."""
    return random.Random(size).randbytes(size)


def _document():
    """A JSON document of 2 KB."""
    items = [{"sku": f"SKU-{i:06}", "title": f"Title number {i}", "quantity": i, "price": i * 1.5} for i in range(28)]
    return json.dumps({"items": items}).encode()


def _records():
    return [{"id": i, "name": f"Record {i}", "price": i * 1.25, "tags": ["a", "b"], "active": i % 2 == 0}
            for i in range(50)]


def _loop():
    total = 0
    for i in range(20_000):
        total = (total * 31 + i) & 0xFFFFFF
    return str(total).encode()


def equals_json(expected):
    return lambda body: json.loads(body) == expected


def is_page(body):
    return (body.count(b"<li class=") == 20 and b"Books for &lt;Reader&gt;" in body
            and b'<li class="even"><a href="/books/19">Title 19 &amp; more</a> 19.50' in body
            and body.rstrip().endswith(b"<p>20 books</p>"))


@dataclass(frozen=True)
class Case:
    """One kind of request, and the response to it."""

    name: str
    app: str
    path: str
    title: str
    expected: bytes | Callable[[bytes], bool] = b""
    content_type: str = ""
    body: bytes | None = None
    body_type: str = "application/octet-stream"
    interface: str = "wsgi"
    websocket: bool = False  # Each text that is sent over a WebSocket comes back
    connections: tuple[int, ...] = CONNECTIONS  # If nothing else is asked for
    ceiling: bool = False  # Whether the server without Python answers it, too
    extra: bool = False  # Only when asked for

    @property
    def method(self):
        return "GET" if self.body is None else "POST"

    def problem(self, status, content_type, body):
        """Say what is wrong with a response, or return None."""
        if status != 200:
            return f"status {status}: {body[:200]!r}"
        if not (content_type or "").startswith(self.content_type):
            return f"content type {content_type}"
        right = self.expected(body) if callable(self.expected) else body == self.expected
        return None if right else f"{len(body)} bytes of a wrong body: {body[:200]!r}"


BINARY = "application/octet-stream"
BODY_10K, BODY_1M = _bytes(10 * 1024), _bytes(1024 * 1024)
FILE_CONTENT = _bytes(100 * 1024)
RECORDS = _records()

CASES = {case.name: case for case in (
    Case("hello", RAW, "/hello", "raw hello", b"Hello World!", "text/plain", ceiling=True),
    Case("get-10k", RAW, "/get-10k", "10 KB GET", b"0123456789abcdef" * 640, BINARY, ceiling=True),
    Case("echo-10k", RAW, "/echo", "10 KB POST echo", BODY_10K, BINARY, body=BODY_10K, ceiling=True),
    Case("echo-1m", RAW, "/echo", "1 MB POST echo", BODY_1M, BINARY, body=BODY_1M, ceiling=True),
    Case("get-100k", RAW, "/get-100k", "100 KB GET", b"0123456789abcdef" * 6400, BINARY, ceiling=True),
    Case("json", RAW, "/json", "JSON of 50 dicts", equals_json(RECORDS), "application/json"),
    Case("loop", RAW, "/loop", "20,000-step loop", _loop(), BINARY),
    Case("sleep", RAW, "/sleep", "10 ms sleep", b"slept", BINARY, connections=(64, 512)),
    Case("sleep-20ms", RAW, "/sleep-20ms", "20 ms sleep", b"slept", BINARY, extra=True),
    Case("mix", RAW, "/mix", "hello, 20 ms sleep or loop, in turn", lambda body: body in (
        b"Hello World!", b"slept", _loop()), "", extra=True),
    Case("file", RAW, "/file", "100 KB file", FILE_CONTENT, BINARY),
    Case("flask-hello", FLASK, "/hello", "Flask hello", b"Hello World!", "text/html"),
    Case("flask-json", FLASK, "/json", "Flask JSON", equals_json(RECORDS), "application/json"),
    Case("flask-page", FLASK, "/page", "Flask Jinja page", is_page, "text/html"),
    Case("flask-form", FLASK, "/form", "Flask form", equals_json({"name": "Anna & Bob", "fields": 10}),
         "application/json", body=FORM, body_type="application/x-www-form-urlencoded"),
    Case("flask-post", FLASK, "/post", "Flask POST of 2 KB JSON", equals_json({"items": 28, "sum": 378}),
         "application/json", body=_document(), body_type="application/json"),
    Case("django-read", DJANGO, "/books/7", "Django SQLite read",
         equals_json({"id": 7, "title": "Title 7", "copies": 49}), "application/json"),
    Case("asgi-hello", STARLETTE, "/hello", "Starlette hello", b"Hello World!", "text/plain", interface="asgi",
         connections=(64,), ceiling=True),
    Case("asgi-json", STARLETTE, "/json", "Starlette JSON", equals_json(RECORDS), "application/json",
         interface="asgi", connections=(64,)),
    Case("asgi-sleep", STARLETTE, "/sleep", "Starlette 10 ms asyncio.sleep", b"slept", "text/plain",
         interface="asgi", connections=(512, 5000)),
    Case("fastapi-hello", FASTAPI, "/hello", "FastAPI hello", equals_json({"message": "Hello World!"}),
         "application/json", interface="asgi", connections=(64,)),
    Case("fastapi-json", FASTAPI, "/json", "FastAPI JSON of 50 models", equals_json(RECORDS), "application/json",
         interface="asgi", connections=(64,)),
    Case("ws-echo", RAW_ASGI, "/", "WebSocket echo", interface="asgi", websocket=True, connections=(64, 2000)),
)}
