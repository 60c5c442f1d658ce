"""Applications inside of the checker of the standard library."""

from wsgiref.validate import validator

from mounts import mount, query

_HEADERS = [("Content-Type", "text/plain")]


def _plain(environ, start_response):
    start_response("200 OK", _HEADERS.copy())
    return [b"plain"]


def _echo(environ, start_response):
    stream = environ["wsgi.input"]
    blocks = [stream.readline(-1)] + stream.readlines(-1) + [stream.read(1000)]
    blocks.extend(stream)
    environ["wsgi.errors"].write("validated\n")
    environ["wsgi.errors"].flush()
    start_response("200 OK", _HEADERS.copy())
    return blocks


def _stream(environ, start_response):
    start_response("200 OK", _HEADERS.copy())
    yield b"one,"
    yield b""
    yield b"two"


def _write(environ, start_response):
    write = start_response("200 OK", _HEADERS.copy())
    write(b"written,")
    return [b"returned"]


def _empty(environ, start_response):
    start_response("204 No Content", [])
    return []


def _failing(environ, start_response):
    start_response("200 OK", _HEADERS.copy())
    raise ValueError("not the checker's fault")


_INNER = {name: validator(inner) for name, inner in list(globals().items()) if name in (
    "_plain", "_echo", "_stream", "_write", "_empty", "_failing")}


@mount
def validated(environ, start_response):
    """The application that the last segment of the path names, checked."""
    return _INNER["_" + environ["PATH_INFO"].rpartition("/")[2]](environ, start_response)
