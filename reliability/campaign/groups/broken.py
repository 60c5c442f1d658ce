"""Slow and broken clients, and what they leave behind."""

import contextlib
import random
import select
import socket
import time

from campaign import server, wire
from campaign.cases import case
from campaign.groups import hostile

# What a process may hold more of without a leak: a pool that has grown a little, and code that has been compiled
SLACK = {"threads": 12, "descriptors": 8, "files": 0, "heap": 12_000_000, "virtual": 3}
# GraalPy's code and what the compiler knows of it are in the heap, and grow while there is something to compile
COMPILED = 50_000_000


def warm_up(target, count):
    """Let a server make once what it keeps for later: threads, and buffers for so many connections at a time."""
    if target.warm:
        return
    target.warm = True
    waiting = [target.connect() for _ in range(100)]
    for connection in waiting:
        connection.send(wire.request("/id?wait=0.3"))
    for connection in waiting:
        connection.receive()
        connection.socket.close()
    stalled = [target.connect() for _ in range(count)]
    for connection in stalled:
        connection.send(b"POST / HTTP/1.1\r\nHost: campaign\r\nContent-Length: 1000\r\n\r\nx")
    target.get("/stream?count=3")
    for connection in stalled:
        connection.reset()
    target.get("/whole")


class Ledger:
    """What a server holds before and after; use it in a with statement."""

    def __init__(self, run, target, rehearse=None):
        self.run = run
        self.target = target
        warm_up(target, run.amount(1000, 300))
        # What is kept for later should not count, and what is lost each time should
        if rehearse:
            rehearse()
        # What the last case has left is what this one begins with
        self.before = target.last_holdings if run.short and target.last_holdings else target.holdings()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind:
            return
        target, before = self.target, self.before
        settled = wire.until(self.is_released, 60)
        after = target.last_holdings if settled else target.holdings()
        target.last_holdings = after
        for name, allowed in SLACK.items():
            slack = allowed + COMPILED * (name == "heap" and self.run.runtime == "graalpy")
            had, has = getattr(before, name), getattr(after, name)
            self.run.check(has - had <= slack, f"{name}: {had} before, {has} after")
        self.run.check(settled, f"not released within a minute: {after}, before {before}")
        self.run.figure("before", str(before))
        self.run.figure("after", str(after))
        counts = target.json("/counts")
        if not wire.until(lambda: self.balanced(), 30):
            counts = target.json("/counts")
            self.run.fail(f"bodies that were not closed, or closed twice: {counts}")
        self.run.check(target.active() == 0, "requests are still active")
        self.run.check(
            target.metrics("wsgi_requests_buffered")["wsgi_requests_buffered_bytes"] == 0, "bodies are still counted"
        )

    def is_released(self):
        """Return whether everything is given back; connections may still have to be accepted when nothing is open.

        Some threads end a little later, those of connections too: Tomcat has one that looks after WebSockets while
        there are any, and which sees but once a second that there are none.
        """
        target, before = self.target, self.before
        if self.excess(target.descriptors(), before.descriptors, "descriptors"):
            return False
        after = target.last_holdings = target.holdings()
        return not any(
            self.excess(getattr(after, name), getattr(before, name), name)
            for name in SLACK.keys() - {"heap"}
        )

    @staticmethod
    def excess(has, had, name):
        """Tell whether there is more than there should be."""
        return has - had > SLACK[name]

    def balanced(self):
        """Tell whether each body of a response was closed once."""
        counts = self.target.json("/counts")
        return counts["opened"] == counts["closed"]


def ended_within(connections, seconds):
    """Wait until the server has ended connections; return how many it has not."""
    left = {connection.socket: connection for connection in connections}
    end = time.monotonic() + seconds
    while left and time.monotonic() < end:
        for ready in select.select(list(left), [], [], 0.5)[0]:
            try:
                data = ready.recv(65536)
            except ConnectionError:
                data = b""
            except TimeoutError:
                continue
            if not data:
                del left[ready]
    return len(left)


@case(
    "broken clients",
    "heads and bodies that come slowly or stop",
    "cut off after server.tomcat.connection-timeout without " "progress; others are served meanwhile; nothing is left",
)
def slow_clients(run):
    """Stall at each point of a request, with many connections."""
    target = run.server()
    whole = wire.request("/first", "POST", body=b"x" * 1000)
    chunked = b"POST /first HTTP/1.1\r\nHost: campaign\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" + b"x" * 1000
    with Ledger(run, target):
        connections = []
        for number in range(run.amount(900, 200)):
            data = whole if number % 2 else chunked
            connection = target.connect()
            connection.send(data[: number * 7919 % len(data)])
            connections.append(connection)
            run.tried()
        began = time.monotonic()
        for _ in range(50):
            hostile.check_alive(run, target.port, "stalled requests")
        run.figure("50 requests meanwhile", f"{time.monotonic() - began:.2f} s")
        left = ended_within(connections, server.PATIENCE + 30)
        run.check(not left, f"{left} stalled connections are still open")
        for connection in connections:
            connection.socket.close()


@case("broken clients", "requests octet by octet", "served, as all octets came in time")
def dripping(run):
    """Send a request in the smallest parts."""
    target = run.server()
    data = wire.request("/id?a=b", "GET", number="drip")
    connections = [target.connect() for _ in range(50)]
    for octet in data:
        for connection in connections:
            connection.send(bytes([octet]))
        time.sleep(0.01)
    for connection in connections:
        run.tried()
        response = connection.receive()
        if not run.check(response and response.body == b"drip", f"{response}"):
            run.lost()
        connection.socket.close()


@case(
    "broken clients",
    "readers that stop",
    "cut off after server.tomcat.connection-timeout without progress, while all threads "
    "stay free for others; nothing is left",
)
def slow_readers(run):
    """Ask for large responses, and read none of them."""
    target = run.server()
    with Ledger(run, target):
        connections = []
        for number in range(run.amount(200, 100)):
            connection = target.connect(receive_buffer=4096)
            path = ("/stream?count=4000&size=1000", "/whole?size=4000000")[number % 2]
            connection.send(wire.request(path))
            connections.append(connection)
            run.tried()
        for _ in range(50):
            hostile.check_alive(run, target.port, "readers that stop")
        # A closed sending side is none of their business
        time.sleep(server.PATIENCE)
        cut = 0
        for connection in connections:
            try:
                response = connection.receive()
                cut += not (response and response.complete)
            except TimeoutError:
                run.fail("a reader that stopped is still waited for")
            connection.socket.close()
        run.figure("cut", cut)


@case(
    "broken clients",
    "clients that close their sending side",
    "served; what is not complete is refused with 400",
    short=True,
)
def half_closed(run):
    """Close the sending side behind each octet of a request."""
    target = run.server()
    data = wire.request("/first", "POST", body=b"body")
    with Ledger(run, target):
        for end in range(len(data) + 1):
            run.tried()
            responses = hostile.strike(target.port, data[:end])
            found = hostile.outcome(responses)
            expected = ("200",) if end == len(data) else ("400", "closed")
            run.check(found in expected, f"after {end} octets: {found}")
        hostile.check_alive(run, target.port, "half-closed connections")


@case(
    "broken clients",
    "resets behind each octet of a request and of a response",
    "nobody else notices; nothing is left",
    short=True,
)
def resets(run):
    """Reset connections at every stage."""
    target = run.server()
    data = wire.request("/first?a=b", "POST", body=b"x" * 50)
    with Ledger(run, target):
        for _ in range(run.amount(10, 2)):
            for end in range(len(data) + 1):
                run.tried()
                connection = target.connect()
                connection.send(data[:end])
                connection.reset()
        for size in range(0, run.amount(20_000, 5000), 50):
            run.tried()
            connection = target.connect()
            connection.send(wire.request("/stream?count=100&size=1000"))
            connection.receive_exactly(size)
            connection.reset()
        hostile.check_alive(run, target.port, "resets")


@case("broken clients", "pipelined requests", "answered in their order, each with its number", short=True)
def pipelining(run):
    """Send many requests before reading a response."""
    target = run.server()
    with Ledger(run, target):
        for _ in range(run.amount(20, 3)):
            with target.connect() as connection:
                count = 500
                connection.send(b"".join(wire.request("/id", number=number) for number in range(count)))
                for number in range(count):
                    run.tried()
                    response = connection.receive()
                    if not run.check(response and response.body == str(number).encode(), f"{number}: {response}"):
                        run.lost()
                        break
        # Pipelines that nobody reads, and that are reset in their midst
        for _ in range(run.amount(100, 20)):
            run.tried()
            connection = target.connect()
            connection.send(b"".join(wire.request("/id", number=number) for number in range(50)))
            connection.reset()
        hostile.check_alive(run, target.port, "pipelines")


@case(
    "broken clients",
    "aborted uploads",
    "nobody else notices; no temporary file, descriptor or thread is left",
    short=True,
)
def aborted_uploads(run):
    """Begin uploads that are large enough for a file, and end them at random places."""
    target = run.server()
    chance = random.Random(run.campaign.seed)
    block = b"x" * 50_000
    with Ledger(run, target):
        for number in range(run.amount(5000, 150)):
            run.tried()
            connection = target.connect()
            if number % 2:
                connection.send(b"POST /first HTTP/1.1\r\nHost: campaign\r\nContent-Length: 10000000\r\n\r\n")
                connection.send(block[: chance.randint(0, 50_000)] * chance.randint(1, 6))
            else:
                connection.send(b"POST /first HTTP/1.1\r\nHost: campaign\r\nTransfer-Encoding: chunked\r\n\r\n")
                connection.send(b"c350\r\n" + block + b"\r\nc350\r\n" + block[: chance.randint(0, 50_000)])
            (connection.reset if number % 3 else connection.socket.close)()
            if number % 100 == 0:
                hostile.check_alive(run, target.port, "aborted uploads")


@case(
    "broken clients",
    "aborted downloads",
    "nobody else notices; each body is closed once, and nothing is left",
    short=True,
)
def aborted_downloads(run):
    """Begin downloads, and end them at random places."""
    target = run.server()
    chance = random.Random(run.campaign.seed)
    with Ledger(run, target):
        for number in range(run.amount(5000, 150)):
            run.tried()
            connection = target.connect(receive_buffer=chance.choice((0, 4096)))
            connection.send(wire.request(chance.choice(("/stream?count=1000&size=1000", "/whole?size=1000000"))))
            connection.receive_exactly(chance.choice((0, 1, 300, 70_000)))
            (connection.reset if number % 3 else connection.socket.close)()
            if number % 100 == 0:
                hostile.check_alive(run, target.port, "aborted downloads")


@case(
    "broken clients",
    "more slow requests than a heap of 256 MB has room for",
    "503 for requests that the heap has no room for; afterwards requests are served within seconds, and it is not full",
    runtimes=("cpython",),
)
def more_than_the_heap(run):
    """Send the heads of thousands of requests, and the rest of them slowly."""
    patient = ("--server.tomcat.connection-timeout=10s",)
    with run.campaign.prepare(run.runtime, arguments=patient, java_options=("-Xmx256m",)) as target:
        for _ in range(2):
            connections = []
            for _ in range(run.amount(4000, 2500)):
                run.tried()
                connection = target.connect()
                connection.send(b"POST /first HTTP/1.1\r\nHost: campaign\r\nContent-Length: 1000\r\n\r\nxxx")
                connections.append(connection)
            refused = 0
            for _ in range(20):
                response = target.get("/id", number="meanwhile")
                refused += response is None or response.status == 503
            run.figure("others refused meanwhile", f"{refused} of 20")
            for connection in connections:
                connection.socket.close()
            began = time.monotonic()
            run.check(wire.until(lambda: serves(target), 60), f"not served again: {target.tail(2000)}")
            run.figure("recovery", f"{time.monotonic() - began:.1f} s")
        run.figure("heap", f"{target.heap() / 1e6:.0f} MB")
        run.check(not target.logged("OutOfMemoryError"), "there was an OutOfMemoryError")


def serves(target):
    """Tell whether a request is served."""
    with contextlib.suppress(OSError, wire.Malformed):
        response = target.get("/id", number="works")
        return response is not None and response.body == b"works"
    return False


@case(
    "broken clients", "connections that say nothing", "closed after server.tomcat.connection-timeout; nothing is left"
)
def silent(run):
    """Open connections, and say nothing."""
    target = run.server()
    with Ledger(run, target):
        connections = [target.connect() for _ in range(2000)]
        run.tried(len(connections))
        hostile.check_alive(run, target.port, "silent connections")
        deadline = time.monotonic() + 60
        left = 0
        for connection in connections:
            connection.socket.settimeout(max(0.1, deadline - time.monotonic()))
            try:
                connection.socket.recv(1)
            except (ConnectionError, socket.timeout):
                left += 1
            connection.socket.close()
        run.check(not left, f"{left} silent connections were not closed")
