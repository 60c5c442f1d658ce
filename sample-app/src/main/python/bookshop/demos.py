"""Routes that show how the server behaves: fast, slow, streaming and failing."""

import math
import threading
import time
from collections.abc import Iterator
from http import HTTPStatus

from flask import Blueprint, Response, abort, json, jsonify, request

blueprint = Blueprint("demos", __name__)

MAX_SECONDS = 30.0


@blueprint.get("/hello")
def hello() -> Response:
    """Answer the least there is to answer; benchmarks measure this route."""
    return Response("Hello, World!", mimetype="text/plain")


@blueprint.get("/slow")
def slow() -> Response:
    """Sleep, as an application does that waits for a database or another server."""
    seconds = _number("seconds", default=1.0, maximum=MAX_SECONDS)
    time.sleep(seconds)
    return jsonify(slept=seconds, thread=threading.current_thread().name)


@blueprint.get("/stream")
def stream() -> Response:
    """Send lines of text one by one, each as soon as it is there."""
    count = int(_number("count", default=10, maximum=100))
    delay = _number("delay", default=0.3, maximum=2.0)

    def lines() -> Iterator[str]:
        for number in range(1, count + 1):
            if number > 1:
                time.sleep(delay)
            yield f"line {number} of {count}\n"

    return Response(lines(), mimetype="text/plain")


@blueprint.get("/events")
def events() -> Response:
    """Send server-sent events, a bounded number, and then one named ``done``."""
    count = int(_number("count", default=5, maximum=100))
    delay = _number("delay", default=1.0, maximum=5.0)

    def messages() -> Iterator[str]:
        for number in range(1, count + 1):
            if number > 1:
                time.sleep(delay)
            data = json.dumps({"number": number, "time": time.strftime("%H:%M:%S")})
            yield f"id: {number}\ndata: {data}\n\n"
        yield "event: done\ndata: {}\n\n"

    headers = {"Cache-Control": "no-cache"}
    return Response(messages(), mimetype="text/event-stream", headers=headers)


@blueprint.get("/oops")
def oops() -> Response:
    """Fail; the log has the traceback, the client gets a plain 500 page."""
    raise RuntimeError("the shelf gave way")


def _number(name: str, default: float, maximum: float) -> float:
    """Return a query parameter that must be a number from 0 to the maximum."""
    text = request.args.get(name)
    if text is None:
        return default
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    # nan compares false with everything, so it ends here too
    if not 0 <= number <= maximum:
        message = f"'{name}' must be a number from 0 to {maximum:g}."
        abort(HTTPStatus.BAD_REQUEST, message)
    return number
