"""Sends what an ASGI application must not, in any order, and checks what the Java half would get of it.

An input is a request, an order of events of its client, and of events that the application sends. Whatever these are,
only a response or a WebSocket that is right may come out of it, and ``send`` raises what an application expects.
"""

import asyncio
import contextlib
import importlib
import pathlib
import re
import sys

PYTHON = pathlib.Path(__file__).parents[2] / "wsgi-core/src/main/resources/wsgi-spring-boot-python"
# Inputs that together reach all that was reached so far, and those that have found something
CORPUS = pathlib.Path(__file__).parent / "corpus/messages"
TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+\Z")
# As the Java half knows them
RESUME, ARRIVE, ARRIVE_LAST, DISCONNECT, CANCEL, MESSAGE, CLOSED = range(7)
# What an application that sends nonsense has to count with
REFUSALS = (TypeError, ValueError, RuntimeError, KeyError, AttributeError, OSError)
HTTP = (
    "http.response.start",
    "http.response.body",
    "http.response.pathsend",
    "http.response.early_hint",
    "websocket.accept",
)
WEBSOCKET = (
    "websocket.accept",
    "websocket.send",
    "websocket.close",
    "websocket.http.response.start",
    "websocket.http.response.body",
    "http.response.start",
)
WRONG = (None, 0, -1, 1.5, "text", "\ud800", b"\xff", [], {}, (1, 2), object, 1 << 70, True)
TRANSFER = (b"Content-Length", b"connection", b"Transfer-Encoding")
NAMES = (b"a", *TRANSFER, b"", b"a b", b"a\r\nb", b"\xff", "a", None, b"Upgrade")
LONG = b"9" * 5000
VALUES = (b"b", b"4", b"0", b"close", b"b\r\nc: d", b"b\0", b"\xff", b"", "b", None, bytearray(b"8"), LONG, b"+4")
STATUSES = (200, 204, 304, 404, 999, 100, 101, 199, 1000, True, "200", None)
BODIES = (b"", b"four", b"x" * 5000, bytearray(b"four"), memoryview(b"four"), "text", None, [1], b"eighteen")
CODES = (1000, 1001, 1004, 1005, 1006, 1007, 1014, 1015, 2999, 3000, 4999, 5000, "1000", None, True, 999)
TEXTS = ("text", "", "\u00fc\U0001f600", "\ud800", b"text", None, 1, "x" * 5000)
REASONS = ("reason", "", None, "x" * 123, "x" * 124, "\u00fc" * 62, "\ud800", 1, b"reason", "a\nb\0")


class Broken(AssertionError):
    """The Java half would get what it must not."""


class Source:
    """Makes choices of octets; when they have run out, the first of what there is."""

    def __init__(self, data):
        self.data = data
        self.place = 0

    def __bool__(self):
        return self.place < len(self.data)

    def number(self, limit):
        """Return a number below a limit."""
        value = self.data[self.place] if self else 0
        self.place += 1
        return value % limit

    def choice(self, values):
        """Return one of several values."""
        return values[self.number(len(values))]

    def maybe_wrong(self, values):
        """Return one of several values, and at times what is none of them."""
        return self.choice(WRONG) if self.number(8) == 7 else self.choice(values)

    def headers(self):
        """Return the headers of a response, or what is meant for that."""
        if self.number(16) == 15:
            return self.choice(WRONG)
        pairs = [(self.choice(NAMES), self.choice(VALUES)) for _ in range(self.number(4))]
        if self.number(16) == 15:
            pairs.append(self.choice(WRONG))
        return pairs

    def event(self, kinds):
        """Return an event of the application."""
        if self.number(32) == 31:
            return self.choice(WRONG)
        kind = self.maybe_wrong(kinds)
        event = {
            "type": kind,
            "status": self.maybe_wrong(STATUSES),
            "headers": self.headers(),
            "body": self.maybe_wrong(BODIES),
            "more_body": self.choice((True, False, "yes", None)),
            "path": self.maybe_wrong((__file__, "/nowhere", "")),
            "links": [self.choice(VALUES)] * self.number(3),
            "text": self.maybe_wrong(TEXTS),
            "bytes": self.maybe_wrong(BODIES),
            "code": self.maybe_wrong(CODES),
            "reason": self.maybe_wrong(REASONS),
            "subprotocol": self.maybe_wrong(("one", "two", "three", None, "")),
        }
        left_out = self.number(64)
        for place, name in enumerate(list(event)):
            # At most one is left out, but for the two kinds of content, of which there should be one
            if place == left_out or name == ("text", "bytes")[self.place % 2]:
                del event[name]
        return event


def check(condition, message):
    """Complain unless a condition holds."""
    if not condition:
        raise Broken(message)


class Response:
    """What the Java half gets of a response of HTTP."""

    def __init__(self, bodiless):
        self.bodiless = bodiless
        self.length = None
        self.octets = 0
        self.begun = self.complete = False

    def take(self, head, body, last):
        """Take a part."""
        check(not self.complete, "something comes behind the end")
        check(type(body) is bytes, f"the body is {type(body)}")
        check((head is None) == self.begun, "the head comes once, with the first part")
        if head is not None:
            self.head(head)
        self.octets += len(body)
        self.begun, self.complete = True, last
        if self.bodiless:
            check(not body, "a response without a body has one")
        elif self.length is not None:
            check(self.octets <= self.length, "the body is longer than its Content-Length")
            check(not last or self.octets == self.length, "the body is shorter than its Content-Length")

    def head(self, text):
        """Take a head."""
        status, pairs = lines(text)
        check(200 <= status <= 999, f"the status {status}")
        self.bodiless = self.bodiless or status in (204, 304)
        for name, value in pairs:
            check(name.lower() not in ("transfer-encoding", "upgrade", "keep-alive"), f"the header {name}")
            if name.lower() == "content-length":
                check(value.isascii() and value.isdigit(), f"Content-Length {value!r}")
                check(self.length in (None, int(value)), "two Content-Length")
                self.length = int(value)


def lines(text):
    """Return the status and the headers of a head."""
    first, *rest = text.split("\n")
    check(first.isascii() and first.isdigit(), f"the status {first!r}")
    check(len(rest) % 2 == 0, "a header without a value")
    pairs = list(zip(rest[::2], rest[1::2]))
    for name, value in pairs:
        check(TOKEN.match(name), f"the name {name!r}")
        check(not re.search("[^\t\x20-\x7e\x80-\xff]", value), f"the value {value!r}")
    return int(first), pairs


class HttpSide:
    """The Java half of a request."""

    def __init__(self, method):
        self.response = Response(method == "HEAD")

    def __call__(self, *arguments):
        if len(arguments) == 1:
            check(not self.response.begun, "an early hint comes behind the head")
            check(lines(arguments[0])[0] == 103, "an early hint is no 103")
        elif len(arguments) == 4:
            self.response.take(*arguments[:3])
        elif arguments:
            head, path, begin, size, last, _ = arguments
            check(last and not begin and isinstance(path, str), "a file is the whole body")
            self.response.take(head, bytes(size), last)


class WebSocketSide:
    """The Java half of a WebSocket."""

    def __init__(self):
        self.denial = Response(False)
        self.open = self.ended = False

    def __call__(self, *arguments):
        if not arguments:
            return
        check(not self.ended, "something comes behind the end")
        if len(arguments) == 1:
            check(not self.open and not self.denial.begun, "accepted twice, or late")
            status, pairs = lines(arguments[0])
            check(status == 101, "accepted without 101")
            protocols = [value for name, value in pairs if name.lower() == "sec-websocket-protocol"]
            check(protocols in ([], ["one"], ["two"]), f"the subprotocols {protocols}")
            self.open = True
        elif not self.open:
            self.denial.take(*arguments[:3])
        elif arguments[2]:
            self.end(arguments[0])
        else:
            text, data = arguments[:2]
            check(text is None or isinstance(text, str) and text.encode() is not None, "text that is none")
            check(type(data) is bytes and (text is None or not data), "bytes that are none")

    def end(self, why):
        """Take the end."""
        code, _, reason = why.partition(" ")
        check(code in ("1000", "1001", "1002", "1003") or 1007 <= int(code) <= 1014 or 3000 <= int(code) <= 4999, why)
        check(len(reason.encode()) <= 123, "a long reason")
        self.ended = True


class Conversation:
    """One request or WebSocket, from both sides."""

    def __init__(self, data):
        self.source = Source(data)
        self.side = self.call = None
        self.full = False

    def exchange(self, *arguments):
        """Be what the Python half calls."""
        self.side(*arguments)
        self.full = self.source.number(4) == 3
        if self.full:
            asyncio.get_running_loop().call_soon(self.call.resume)
        return not self.full

    async def run(self):
        """Have the application called."""
        scope = {"type": "http", "method": self.source.choice(("GET", "HEAD", "POST")), "http_version": "1.1"}
        http = self.source.number(2)
        if http:
            self.side = HttpSide(scope["method"])
            self.call = loaded["http"].HttpCall(self.exchange, scope, self.source.choice((b"", b"body", None)), False)
        else:
            self.side = WebSocketSide()
            scope["subprotocols"] = ["one", "two"]
            self.call = loaded["websocket"].WebSocketCall(self.exchange, scope)
        with contextlib.suppress(*REFUSALS):
            await self.call.run(self.http if http else self.websocket)
        self.call.end()

    async def http(self, scope, receive, send):
        """Be an application of HTTP."""
        for _ in range(20):
            step = self.source.number(16)
            if not self.source:
                return
            if step == 15:
                self.call.disconnect(False)
            elif step == 14:
                self.call.arrive(b"part", self.source.number(2) == 1)
            elif step == 13:
                event = await at_once(receive())
                check(event is None or event["type"] in ("http.request", "http.disconnect"), f"received {event}")
            else:
                with contextlib.suppress(*REFUSALS):
                    await send(self.source.event(HTTP))

    async def websocket(self, scope, receive, send):
        """Be an application of WebSockets."""
        events = ("websocket.connect", "websocket.receive", "websocket.disconnect")
        gone = False
        for _ in range(20):
            step = self.source.number(16)
            if not self.source:
                return
            if step == 15:
                self.call.closed(self.source.choice(("1000 ", "1006", "1001 going away")))
            elif step == 14:
                self.call.message(self.source.choice(("text", b"bytes")))
            elif step == 13:
                event = await at_once(receive())
                check(event is None or event["type"] in events, f"received {event}")
                check(not gone or event["type"] == events[2], f"received {event} behind the end")
                gone = event is not None and event["type"] == events[2]
            else:
                with contextlib.suppress(*REFUSALS):
                    await send(self.source.event(WEBSOCKET))


async def at_once(waiting):
    """Return what there is without waiting for it, or None."""
    task = asyncio.ensure_future(waiting)
    await asyncio.sleep(0)
    if task.done():
        return task.result()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    return None


loaded = {}


def load(surroundings=contextlib.nullcontext):
    """Import the Python half, within a context."""
    if str(PYTHON) not in sys.path:
        sys.path.insert(0, str(PYTHON))
    with surroundings():
        for name in ("http", "websocket"):
            loaded[name] = importlib.import_module(f"wsgi_spring_boot.asgi.{name}")
    loaded["loop"] = asyncio.new_event_loop()


def try_input(data):
    """Try one input."""
    loaded["loop"].run_until_complete(Conversation(data).run())
