"""Uses ``wsgi.file_wrapper``."""

import atexit
import gzip
import io
import os
import tempfile

import records
from mounts import mount, query


class RecordedFile(io.FileIO):
    """A file that notes when it is closed; not of a type that the server knows."""

    key = None

    def close(self):
        if not self.closed and self.key:
            records.note(self.key, "file closed")
        super().close()


class RecordedBytes(io.BytesIO):
    """A file in memory that notes when it is closed."""

    key = None

    def close(self):
        if not self.closed and self.key:
            records.note(self.key, "file closed")
        super().close()


class UnclosableFile(io.FileIO):
    """A file that cannot be closed."""

    def close(self):
        super().close()
        raise RuntimeError("close failed")


class Pipe:
    """Has nothing but read()."""

    def __init__(self, data):
        self.data = io.BytesIO(data)

    def read(self, size):
        return self.data.read(size)


_open_files = {}
_temporary = []


@atexit.register
def _remove_temporary():
    for name in _temporary:
        os.unlink(name)


def _content(size):
    block = b"".join(b"%09d\n" % number for number in range(1000))
    return (block * (size // len(block) + 1))[:size]


def _make(kind, size, offset, key):
    if kind == "bytes":
        opened = RecordedBytes(_content(size))
        opened.key = key
    elif kind == "pipe":
        return Pipe(_content(size)[offset:])
    elif kind == "kernel":
        return open("/proc/self/status", "rb")
    else:
        with tempfile.NamedTemporaryFile(delete=False) as file:
            file.write(_content(size))
        if kind == "recorded":
            opened = RecordedFile(file.name)
            opened.key = key
        elif kind == "unclosable":
            opened = UnclosableFile(file.name)
        else:
            opened = open(file.name, "rb", buffering=0 if kind == "raw" else -1)
        if kind == "compressed":
            with gzip.open(file.name, "wb") as compressed:
                compressed.write(_content(size))
            opened = io.BufferedReader(gzip.open(file.name, "rb"))
        if kind == "deleted":
            os.unlink(file.name)
        else:
            _temporary.append(file.name)
    opened.seek(offset)
    return opened


@mount
def file(environ, start_response):
    """Sends a file of lines of ten bytes, a thousand different ones: ``kind``, ``size``, ``offset``, ``headers``, ``status``, ``wrap``."""
    parameters = query(environ)
    opened = _make(
        parameters.get("kind", "file"),
        int(parameters.get("size", 10000)),
        int(parameters.get("offset", 0)),
        parameters.get("key"),
    )
    _open_files[parameters.get("key")] = opened
    start_response(parameters.get("status", "200 OK"), eval(parameters.get("headers", "[]")))
    wrapped = environ["wsgi.file_wrapper"](opened, 4096) if "block" in parameters else environ["wsgi.file_wrapper"](opened)
    wrap = parameters.get("wrap")
    if wrap == "generator":
        return _middleware(wrapped)
    if wrap == "join":
        data = [b"".join(wrapped)]
        wrapped.close()
        return data
    if wrap == "ignored":
        wrapped.close()
        return [b"something else"]
    return wrapped


def _middleware(blocks):
    try:
        for block in blocks:
            yield block.replace(b"\n", b"|")
    finally:
        blocks.close()


@mount
def file_truncate(environ, start_response):
    """Cuts a file to ``size``."""
    parameters = query(environ)
    os.truncate(_open_files[parameters["key"]].name, int(parameters["size"]))
    start_response("200 OK", [])
    return []


@mount
def file_closed(environ, start_response):
    """Tells whether a file was closed."""
    start_response("200 OK", [])
    return [str(_open_files[query(environ)["key"]].closed).encode()]
