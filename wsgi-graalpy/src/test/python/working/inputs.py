"""Does something with ``wsgi.input`` or ``wsgi.errors``, and tells what came of it."""

import io
import os
import shutil


def _into(body, method):
    buffer = bytearray(5)
    return getattr(body, method)(buffer), bytes(buffer)


def _copy(body):
    target = io.BytesIO()
    shutil.copyfileobj(body, target)
    return target.getvalue()


def _close(body):
    with body:
        pass
    results = [body.closed]
    for use in (body.read, body.readable, body.tell, lambda: body.seek(0), lambda: list(body)):
        try:
            results.append(use())
        except ValueError:
            results.append("ValueError")
    return results


_ACTIONS = {
    "read": lambda body: (body.read(), body.read()),
    "read-some": lambda body: (body.read(3), body.tell(), body.read(4), body.tell()),
    "read1": lambda body: (body.read1(3), body.read1(), body.read1(3)),
    "readinto": lambda body: (_into(body, "readinto"), _into(body, "readinto")),
    "readinto1": lambda body: _into(body, "readinto1"),
    "readline": lambda body: (body.readline(), body.readline(3), body.readline()),
    "readlines": lambda body: (body.readlines(1), body.readlines()),
    "iterate": lambda body: (next(body), list(body)),
    "seek": lambda body: (body.seek(4), body.read(2), body.seek(-3, 2), body.read(), body.seek(1, io.SEEK_SET)),
    "tell": lambda body: (body.tell(), body.readline(), body.tell()),
    "flags": lambda body: (body.readable(), body.seekable(), body.closed, body.isatty()),
    "kind": lambda body: (isinstance(body, io.BufferedIOBase), isinstance(body, io.TextIOBase)),
    "text": lambda body: io.TextIOWrapper(io.BufferedReader(body), encoding="ascii").read(),
    "copy": _copy,
    "close": _close,
}


def _close_descriptor(environ):
    environ["wsgi.errors"].write("not lost")
    os.close(environ["wsgi.input"].fileno())
    return "closed"


def _write_traceback(environ, count):
    errors = environ["wsgi.errors"]
    errors.write("Traceback (most recent call last):\n")
    for number in range(count):
        errors.write(f'  File "shop.py", line {number}, in order\n')
    errors.write("RecursionError: too deep\n")
    return "written"


def app(environ, start_response):
    """Do what the path says."""
    _, action, *arguments = environ["PATH_INFO"].split("/")
    if action == "close-descriptor":
        result = _close_descriptor(environ)
    elif action == "traceback":
        result = _write_traceback(environ, int(arguments[0]))
    else:
        result = _ACTIONS[action](environ["wsgi.input"])
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [repr(result).encode()]
