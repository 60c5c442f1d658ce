"""Many clients at a time, each of which checks that what it gets is the answer to what it has asked."""

import asyncio
import collections
import itertools
import time

numbers = itertools.count(1)


class Tally:
    """What became of the requests of a crowd."""

    def __init__(self):
        self.statuses = collections.Counter()
        self.wrong = []
        self.broken = collections.Counter()
        self.times = []

    @property
    def lost(self):
        """How many requests got no answer, or that of another one."""
        return len(self.wrong) + sum(self.broken.values())

    def quantile(self, share):
        """Return a quantile of the times in milliseconds."""
        times = sorted(self.times)
        return round(times[int(share * (len(times) - 1))] * 1000, 1) if times else None

    def __str__(self):
        statuses = ", ".join(f"{count} of {status}" for status, count in sorted(self.statuses.items()))
        return f"{statuses}; p50 {self.quantile(0.5)} ms, p99 {self.quantile(0.99)} ms"


class Client:
    """One keep-alive connection."""

    def __init__(self, port, tally, host="127.0.0.1"):
        self.address = host, port
        self.tally = tally
        self.reader = self.writer = None

    async def connect(self):
        """Connect, if that is not so."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(*self.address)

    async def ask(self, target, method="GET", body=b"", seconds=60, number=None):
        """Make a request; return the status and the body, or None if there was no answer."""
        number = str(number if number is not None else next(numbers))
        separator = "&" if "?" in target else "?"
        head = f"{method} {target}{separator}id={number} HTTP/1.1\r\nHost: campaign\r\nX-Campaign-Id: {number}\r\n"
        if method == "POST":
            head += f"Content-Length: {len(body)}\r\n"
        began = time.monotonic()
        try:
            async with asyncio.timeout(seconds):
                await self.connect()
                self.writer.write(head.encode() + b"\r\n" + body)
                status, headers, content = await self.receive()
        except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as problem:
            self.tally.broken[type(problem).__name__] += 1
            self.close()
            return None
        self.tally.times.append(time.monotonic() - began)
        self.tally.statuses[status] += 1
        if status == 200 and (headers.get("x-campaign-id") != number or not content.startswith(number.encode())):
            self.tally.wrong.append((number, headers, content[:100]))
        if headers.get("connection") == "close":
            self.close()
        return status, content

    async def receive(self):
        """Receive a response."""
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {}
        for line in head[1:-2]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        if "content-length" in headers:
            content = await self.reader.readexactly(int(headers["content-length"]))
        elif "transfer-encoding" in headers:
            content = await self.receive_chunks()
        elif headers.get("connection") == "close":
            content = await self.reader.read()
        else:
            content = b""
        return int(head[0].split()[1]), headers, content

    async def receive_chunks(self):
        """Receive a chunked body."""
        parts = []
        while size := int(await self.reader.readuntil(b"\r\n"), 16):
            parts.append((await self.reader.readexactly(size + 2))[:size])
        await self.reader.readexactly(2)
        return b"".join(parts)

    def close(self):
        """Close the connection."""
        if self.writer is not None:
            self.writer.transport.abort()
            self.reader = self.writer = None


async def connect_all(port, tally, count, at_a_time=200):
    """Return so many connected clients."""
    clients = [Client(port, tally) for _ in range(count)]
    for begin in range(0, count, at_a_time):
        await asyncio.gather(*(client.connect() for client in clients[begin : begin + at_a_time]))
    return clients


async def all_ask(clients, make, rounds=1):
    """Let all clients ask at the same time, several times; make returns the target."""

    async def work(client):
        for _ in range(rounds):
            await client.ask(make())

    await asyncio.gather(*(work(client) for client in clients))


def close_all(clients):
    """Close all connections."""
    for client in clients:
        client.close()
