"""Reads ``wsgi.input``."""

import hashlib

import records
from mounts import answer, mount, query


@mount
def read(environ, start_response):
    """Evaluates the expression ``do``, in which ``input`` is the stream."""
    do = query(environ).get("do", "input.read()")
    result = eval(do, {"input": environ["wsgi.input"]})
    return answer(start_response, {"result": result, "length": environ.get("CONTENT_LENGTH"),
                                   "terminated": environ.get("wsgi.input_terminated")})


@mount
def echo(environ, start_response):
    """Sends the body back."""
    start_response("200 OK", [("Content-Type", "application/octet-stream")])
    return [environ["wsgi.input"].read()]


@mount
def echo_blocks(environ, start_response):
    """Sends the body back while it reads it."""
    start_response("200 OK", [])
    return iter(lambda: environ["wsgi.input"].read(1000), b"")


@mount
def late_read(environ, start_response):
    """Reads the body when a part of the response is already with the client."""
    start_response("200 OK", [])
    yield b"first,"
    yield environ["wsgi.input"].read()


@mount
def digest(environ, start_response):
    """Reads a large body block by block."""
    total, sha = 0, hashlib.sha256()
    while block := environ["wsgi.input"].read(1 << 20):
        total += len(block)
        sha.update(block)
    return answer(start_response, {"length": environ["CONTENT_LENGTH"], "read": total, "sha256": sha.hexdigest()})


@mount
def tail(environ, start_response):
    """Reads the last ten bytes of a body too large to be read whole."""
    stream = environ["wsgi.input"]
    skip = getattr(stream, "seek")
    skip(int(environ["CONTENT_LENGTH"]) - 10)
    return answer(start_response, {"length": environ["CONTENT_LENGTH"], "result": stream.read()})


@mount
def ignore(environ, start_response):
    """Does not look at the body."""
    start_response("200 OK", [])
    return [b"ignored"]


@mount
def called(environ, start_response):
    """Notes that it was called, and how reading went."""
    key = query(environ)["key"]
    records.note(key, "called")
    try:
        records.note(key, f"read {len(environ['wsgi.input'].read())}")
    except OSError:
        records.note(key, "failed")
        raise
    start_response("200 OK", [])
    return []
