"""The application that the campaign asks: it tells what it was given, and remembers which requests it has seen."""

import hashlib
import json
import os
import threading
import time

seen = []
_counts = {"opened": 0, "closed": 0}
_lock = threading.Lock()


class Counted:
    """Blocks of which the server has to call close()."""

    def __init__(self, blocks):
        self.blocks = iter(blocks)
        with _lock:
            _counts["opened"] += 1

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.blocks)

    def close(self):
        """Count the end, which must come exactly once."""
        with _lock:
            _counts["closed"] += 1


def _parameters(environ):
    pairs = (pair.partition("=") for pair in environ["QUERY_STRING"].split("&"))
    return {name: value for name, _, value in pairs}


def _answer(environ, start_response, body, status="200 OK", headers=()):
    number = environ.get("HTTP_X_CAMPAIGN_ID", "")
    start_response(status, [("Content-Type", "text/plain"), ("X-Campaign-Id", number), *headers])
    return body


def echo(environ, start_response):
    """Tell what the request was, as JSON."""
    body = environ["wsgi.input"].read()
    told = {
        "id": environ.get("HTTP_X_CAMPAIGN_ID", ""),
        "method": environ["REQUEST_METHOD"],
        "target": environ["REQUEST_URI"],
        "length": len(body),
        "digest": hashlib.sha256(body).hexdigest(),
        "headers": {name: value for name, value in environ.items() if name.startswith("HTTP_")},
    }
    return _answer(environ, start_response, [json.dumps(told).encode()])


def drop(environ, start_response):
    """Read nothing of the body."""
    return _answer(environ, start_response, [b"dropped"])


def identify(environ, start_response):
    """Answer with the number of the request, a few milliseconds later if it says so."""
    time.sleep(float(_parameters(environ).get("wait", 0)))
    return _answer(environ, start_response, [environ.get("HTTP_X_CAMPAIGN_ID", "").encode()])


def stream(environ, start_response):
    """Send many blocks one by one."""
    parameters = _parameters(environ)
    count, size = int(parameters.get("count", 100)), int(parameters.get("size", 1000))
    pause = float(parameters.get("pause", 0))

    def blocks():
        for _ in range(count):
            yield b"x" * size
            if pause:
                time.sleep(pause)

    return _answer(environ, start_response, Counted(blocks()))


def whole(environ, start_response):
    """Send a large body in one block."""
    size = int(_parameters(environ).get("size", 1_000_000))
    return _answer(environ, start_response, Counted([b"x" * size]))


def counts(environ, start_response):
    """Tell how many bodies were begun and ended."""
    with _lock:
        body = json.dumps(_counts).encode()
    return _answer(environ, start_response, [body])


def seen_targets(environ, start_response):
    """Tell the targets of all requests with a word in them, in the order in which they came."""
    word = _parameters(environ).get("word", "")
    return _answer(environ, start_response, [json.dumps([target for target in list(seen) if word in target]).encode()])


def split(environ, start_response):
    """Try to split the response, at the place and with the octets that the query names."""
    parameters = _parameters(environ)
    octets = bytes.fromhex(parameters["octets"]).decode("latin-1")
    evil = f"a{octets}X-Split: yes"
    place = parameters["place"]
    status = f"200 {evil}" if place == "status" else "200 OK"
    name = f"X-{evil}" if place == "name" else "X-Name"
    value = evil if place == "value" else "value"
    start_response(
        status,
        [
            ("Content-Type", evil if place == "type" else "text/plain"),
            (name, value),
            ("Set-Cookie", f"a={evil}" if place == "cookie" else "a=b"),
            ("Location", f"/{evil}" if place == "location" else "/"),
        ],
    )
    return [b"body"]


def process(environ, start_response):
    """Tell the process that the application is in."""
    return _answer(environ, start_response, [str(os.getpid()).encode()])


PATHS = {
    "/drop": drop,
    "/id": identify,
    "/stream": stream,
    "/whole": whole,
    "/counts": counts,
    "/seen": seen_targets,
    "/split": split,
    "/process": process,
}


def app(environ, start_response):
    """Serve the path, or else tell what came."""
    if environ["PATH_INFO"] != "/seen":
        seen.append(environ["REQUEST_URI"])
        del seen[:-20_000]
    return PATHS.get(environ["PATH_INFO"], echo)(environ, start_response)
