"""HTTP/2: what no client should send, and too much of it."""

import struct
import time

from campaign import frames, server
from campaign.cases import case
from campaign.frames import block, frame, get, pseudo
from campaign.groups import broken, hostile

ENABLED = ("--server.http2.enabled=true",)
REFUSED = "goaway|reset|400|closed"


def violations():
    """Yield what breaks a rule of RFC 9113 or 7541: its name, its frames, what is expected of stream 1."""
    both = frames.END_HEADERS | frames.END_STREAM
    plain = block(*pseudo())
    yield "a good request", get(1), "200"
    yield "an unknown frame", frame(0x42, 0xFF, 0, b"x") + get(1), "200"
    yield "an unknown setting", frame(frames.SETTINGS, 0, 0, struct.pack(">HI", 0xABCD, 1)) + get(1), "200"
    yield "an even stream", get(2), "goaway|closed"
    yield "stream 0", get(0), "goaway|closed"
    yield "DATA for stream 0", frame(frames.DATA, 1, 0, b"x"), "goaway|closed"
    yield "DATA for a stream that is idle", frame(frames.DATA, 1, 1, b"x"), "goaway|closed"
    yield "RST_STREAM for a stream that is idle", frame(frames.RST_STREAM, 0, 1, bytes(4)), "goaway|closed"
    yield "RST_STREAM of three octets", get(1) + frame(frames.RST_STREAM, 0, 1, bytes(3)), "goaway|closed|200|reset"
    yield (
        "WINDOW_UPDATE for a stream that is idle",
        frame(frames.WINDOW_UPDATE, 0, 1, bytes(3) + b"\1"),
        "goaway|closed",
    )
    yield "WINDOW_UPDATE by nothing", frame(frames.WINDOW_UPDATE, 0, 0, bytes(4)), "goaway|closed"
    huge = frame(frames.WINDOW_UPDATE, 0, 0, struct.pack(">I", 0x7FFFFFFF))
    yield "a window beyond 2^31", huge + huge, "goaway|closed"
    yield "a frame that is too large", frame(frames.DATA, 0, 1, length=1 << 20) + bytes(1 << 20), "goaway|closed"
    yield "HEADERS that are too large", frame(frames.HEADERS, both, 1, bytes(20_000)), "goaway|closed"
    yield "PRIORITY of four octets", frame(frames.PRIORITY, 0, 1, bytes(4)), "goaway|closed|reset"
    yield (
        "a stream that depends on itself",
        frame(frames.PRIORITY, 0, 1, struct.pack(">IB", 1, 1)),
        "silent|goaway|reset",
    )
    yield "SETTINGS of five octets", frame(frames.SETTINGS, 0, 0, bytes(5)), "goaway|closed"
    yield "SETTINGS for a stream", frame(frames.SETTINGS, 0, 1), "goaway|closed"
    yield "an acknowledgement with settings", frame(frames.SETTINGS, frames.ACK, 0, bytes(6)), "goaway|closed"
    for identifier, value in ((2, 2), (4, 0x80000000), (5, 100), (5, 0x1000000)):
        setting = struct.pack(">HI", identifier, value)
        yield f"setting {identifier} is {value}", frame(frames.SETTINGS, 0, 0, setting), "goaway|closed"
    yield "PING of seven octets", frame(frames.PING, 0, 0, bytes(7)), "goaway|closed"
    yield "PING for a stream", frame(frames.PING, 0, 1, bytes(8)), "goaway|closed"
    yield "PUSH_PROMISE", frame(frames.PUSH_PROMISE, 4, 1, struct.pack(">I", 2) + plain), "goaway|closed"
    yield "CONTINUATION of nothing", frame(frames.CONTINUATION, 4, 1, plain), "goaway|closed"
    begun = frame(frames.HEADERS, frames.END_STREAM, 1, plain)
    yield "another frame before CONTINUATION", begun + frame(frames.PING, 0, 0, bytes(8)), "goaway|closed"
    yield "CONTINUATION of another stream", begun + frame(frames.CONTINUATION, 4, 3), "goaway|closed"
    yield "padding beyond the frame", frame(frames.HEADERS, both | 8, 1, b"\xff" + plain), "goaway|closed"
    yield "a lower stream than before", get(5) + get(1), "goaway|closed"
    yield "HEADERS after the end of a stream", get(1) + get(1), "goaway|closed|200|reset"
    yield "DATA after the end of a stream", get(1) + frame(frames.DATA, 0, 1, b"x"), "goaway|closed|200|reset"
    for name, octets in (
        ("an index beyond the table", b"\xff\xff\xff\x0f"),
        ("index 0", b"\x80"),
        ("an integer without end", b"\xff" + b"\xff" * 20),
        ("a string beyond the frame", b"\x00\x7f\xff\xff\xffabc"),
        ("a table that is too large", b"\x3f\xff\xff\xff\x0f"),
        ("a broken Huffman string", b"\x00\x84\xff\xff\xff\xff\x01a"),
        ("a size of the table at the end", plain + b"\x20"),
    ):
        yield f"HPACK: {name}", frame(frames.HEADERS, both, 1, octets), "goaway|closed"
    for name, pairs in (
        ("no :path", pseudo(path=None)),
        ("an empty :path", pseudo(path="")),
        ("no :method", pseudo(method=None)),
        ("no :scheme", pseudo(scheme=None)),
        ("two :path", [*pseudo(), (":path", "/smuggled")]),
        ("an unknown pseudo-header", [*pseudo(), (":x", "y")]),
        (":status", [*pseudo(), (":status", "200")]),
        ("a pseudo-header behind a header", [("x-a", "a"), *pseudo()]),
        ("a name in upper case", [*pseudo(), ("X-A", "a")]),
        ("an empty name", [*pseudo(), ("", "a")]),
        ("connection", [*pseudo(), ("connection", "keep-alive")]),
        ("keep-alive", [*pseudo(), ("keep-alive", "1")]),
        ("proxy-connection", [*pseudo(), ("proxy-connection", "a")]),
        ("upgrade", [*pseudo(), ("upgrade", "h2c")]),
        ("transfer-encoding", [*pseudo(method="POST"), ("transfer-encoding", "chunked")]),
        ("te", [*pseudo(), ("te", "gzip")]),
        ("two hosts", [*pseudo(), ("host", "evil")]),
        ("two content-length", [*pseudo(method="POST"), ("content-length", "0"), ("content-length", "1")]),
        ("a content-length that is no number", [*pseudo(method="POST"), ("content-length", "four")]),
        ("a content-length with no content", [*pseudo(method="POST"), ("content-length", "4")]),
    ):
        yield f"headers: {name}", frame(frames.HEADERS, both, 1, block(*pairs)), REFUSED
    for name in ("CR", "LF", "NUL"):
        octet = {"CR": "\r", "LF": "\n", "NUL": "\0"}[name]
        yield f"{name} in a value", get(1, extra=[("x-a", f"a{octet}x-smuggled: b")]), REFUSED
        yield f"{name} in a name", get(1, extra=[(f"x-a{octet}b", "a")]), REFUSED
        yield f"{name} in :path", get(1, path=f"/first{octet}x"), REFUSED
        yield f"{name} in :method", get(1, method=f"GET{octet}x"), REFUSED
        yield f"{name} in :authority", get(1, authority=f"a{octet}x"), REFUSED
    yield "a space in :path", get(1, path="/first HTTP/1.1"), REFUSED
    yield "a space in :method", get(1, method="GET /smuggled HTTP/1.1"), REFUSED
    yield "a colon in a name", get(1, extra=[("x:a", "a")]), REFUSED
    yield "the :path is no path", get(1, path="first"), REFUSED
    yield "the :path is a URL", get(1, path="http://campaign/first"), REFUSED + "|200"
    yield "a bad :authority", get(1, authority="a b"), REFUSED
    yield "a :path of 100,000 octets", get(1, path="/" + "a" * 10_000), "200"
    post = frame(frames.HEADERS, 4, 1, block(*pseudo(method="POST"), ("content-length", "2")))
    yield "more content than content-length", post + frame(frames.DATA, 1, 1, b"body"), REFUSED
    yield "less content than content-length", post + frame(frames.DATA, 1, 1, b"b"), REFUSED


@case(
    "HTTP/2",
    "frames and headers that break a rule",
    "the stream is reset, the connection ended with GOAWAY, or 400; never 5xx, and other connections are served",
    short=True,
)
def rules(run):
    """Break each rule once."""
    target = run.server(arguments=ENABLED)
    for name, data, expected in violations():
        run.tried()
        with frames.Http2(target.port) as connection:
            connection.send(data)
            outcome = connection.outcome_soon(1)
        allowed = expected.split("|")
        if outcome.split()[0] not in allowed:
            run.fail(f"{name}: {outcome} instead of {expected}")
        if outcome == f"goaway {frames.INTERNAL_ERROR}":
            run.fail(f"{name}: an internal error")
    run.check(not target.json("/seen?word=smuggled"), "something was smuggled")
    alive(run, target, "all violations")


def alive(run, target, name):
    """Check that a fresh connection is served, in both versions."""
    hostile.check_alive(run, target.port, name)
    with frames.Http2(target.port) as connection:
        connection.send(get(1, "/id", extra=[("x-campaign-id", "alive")]))
        if connection.body(1) != b"alive":
            run.lost()
            run.fail(f"after {name}: no answer over HTTP/2")


def flood(run, target, name, make, seconds):
    """Send frames until the server has had enough or time is over, and see that others are served meanwhile."""
    run.tried()
    sent, slowest = 0, 0.0
    with frames.Http2(target.port) as connection:
        connection.connection.socket.settimeout(5)
        end = time.monotonic() + seconds
        while time.monotonic() < end and connection.send(make(sent)):
            sent += 1
            if sent % 50 == 0:
                began = time.monotonic()
                hostile.check_alive(run, target.port, name)
                slowest = max(slowest, time.monotonic() - began)
                if not wait_nothing(connection):
                    break
        outcome = "still open" if time.monotonic() >= end else "ended by the server"
    run.figure(name, f"{outcome} after {sent} writes, others waited {slowest:.2f} s at most")
    return outcome


def wait_nothing(connection):
    """Take what has come, so that the server is not held up; tell whether the connection is open."""
    raw = connection.connection
    raw.socket.settimeout(0.001)
    try:
        while raw.fill():
            raw.buffer = b""
        return False
    except TimeoutError:
        return True
    finally:
        raw.socket.settimeout(5)


@case(
    "HTTP/2",
    "floods: rapid reset, continuations, settings, pings, empty frames, priorities",
    "the connection is ended, or slowed down; others are served meanwhile; nothing is left",
)
def floods(run):
    """Send too much of everything that costs the server more than the client."""
    target = run.server(arguments=ENABLED)
    seconds = run.amount(10, 1)

    def rapid_reset(count):
        streams = range(count * 40 + 1, count * 40 + 41, 2)
        return b"".join(get(stream, "/id") + frame(frames.RST_STREAM, 0, stream, b"\0\0\0\x08") for stream in streams)

    def never_read(count):
        return b"".join(get(stream, "/stream?count=1000") for stream in range(count * 20 + 1, count * 20 + 21, 2))

    kinds = {
        "rapid reset": rapid_reset,
        "requests without reading": never_read,
        "continuations": lambda count: (
            frame(frames.CONTINUATION, 0, 1, block(("x-a", "a" * 1000)))
            if count
            else frame(frames.HEADERS, 1, 1, block(*pseudo()))
        ),
        "empty continuations": lambda count: (
            frame(frames.CONTINUATION, 0, 1) * 100 if count else frame(frames.HEADERS, 1, 1, block(*pseudo()))
        ),
        "settings": lambda count: frame(frames.SETTINGS, 0, 0, struct.pack(">HI", 4, 65535 + count % 2)) * 100,
        "empty settings": lambda count: frame(frames.SETTINGS) * 100,
        "pings": lambda count: frame(frames.PING, 0, 0, bytes(8)) * 100,
        "priorities": lambda count: frame(frames.PRIORITY, 0, 1, struct.pack(">IB", 3 + 2 * (count % 1000), 1)) * 100,
        "empty data": lambda count: (
            frame(frames.DATA, 0, 1) * 100 if count else frame(frames.HEADERS, 4, 1, block(*pseudo(method="POST")))
        ),
        "window updates": lambda count: frame(frames.WINDOW_UPDATE, 0, 0, bytes(3) + b"\1") * 100,
        "a bomb of the table": lambda count: frame(
            frames.HEADERS,
            5,
            2 * count + 1,
            block(*pseudo()) + b"\x40" + frames.text("x-a") + frames.text("a" * 4000) + b"\xbe" * 4000,
        ),
    }
    with broken.Ledger(run, target):
        for name, make in kinds.items():
            flood(run, target, name, make, seconds)
            alive(run, target, name)


@case(
    "HTTP/2",
    "streams whose window stays closed",
    "cut off after server.tomcat.connection-timeout or with their connection; others are served meanwhile; nothing is "
    "left",
)
def closed_windows(run):
    """Ask for responses, and let none through."""
    target = run.server(arguments=ENABLED)

    def attack():
        connections = []
        for _ in range(50):
            connection = frames.Http2(target.port, struct.pack(">HI", 4, 0))
            connection.send(b"".join(get(stream, "/whole?size=100000") for stream in range(1, 41, 2)))
            connections.append(connection)
            run.tried(20)
        for _ in range(50):
            hostile.check_alive(run, target.port, "closed windows")
        time.sleep(server.PATIENCE)
        for connection in connections:
            connection.connection.reset()
        alive(run, target, "closed windows")

    with broken.Ledger(run, target, rehearse=attack):
        attack()


@case("HTTP/2", "many streams", "each is answered with its own number")
def streams(run):
    """Make many requests over one connection."""
    target = run.server(arguments=ENABLED)
    for _ in range(20):
        with frames.Http2(target.port) as connection:
            for stream in range(1, 200, 2):
                run.tried()
                connection.send(get(stream, "/id", extra=[("x-campaign-id", str(stream))]))
            bodies = {}
            for kind, flags, stream, payload in connection.frames():
                if kind == frames.SETTINGS and not flags & frames.ACK:
                    connection.send(frame(frames.SETTINGS, frames.ACK))
                if kind == frames.DATA:
                    bodies[stream] = bodies.get(stream, b"") + payload
                if len(bodies) == 100 or kind == frames.GOAWAY:
                    break
        wrong = [stream for stream in range(1, 200, 2) if bodies.get(stream) != str(stream).encode()]
        run.lost(len(wrong))
        run.check(not wrong, f"wrong or missing: {wrong[:10]}")


@case("HTTP/2", "an upload whose connection breaks", "nothing is left")
def aborted_uploads(run):
    """Begin uploads, and reset the stream or the connection."""
    target = run.server(arguments=ENABLED)
    with broken.Ledger(run, target):
        for attempt in range(run.amount(1000, 100)):
            run.tried()
            connection = frames.Http2(target.port)
            connection.send(frame(frames.HEADERS, 4, 1, block(*pseudo(method="POST"))))
            connection.send(frame(frames.DATA, 0, 1, bytes(16_000)) * (attempt % 4))
            if attempt % 2:
                connection.send(frame(frames.RST_STREAM, 0, 1, b"\0\0\0\x08"))
                connection.connection.socket.close()
            else:
                connection.connection.reset()
        alive(run, target, "aborted uploads")
