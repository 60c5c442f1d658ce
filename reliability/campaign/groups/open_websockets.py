"""WebSockets that stay open: many idle ones, and what becomes of them when the application or the process ends."""

import asyncio
import contextlib
import time

from campaign import sockets
from campaign.cases import case
from campaign.groups import broken, chaos, websockets
from campaign.groups.asgi import SERVER
from campaign.sockets import CLOSE, FIN, PING, TEXT, Refused, WebSocket, closing, frame, text


class Idler:
    """A client that answers pings, and sends a message now and then."""

    def __init__(self, port):
        self.port = port
        self.code = None

    async def open(self):
        """Open the WebSocket."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(sockets.handshake())
        head = await self.reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise Refused(None)

    async def receive(self):
        """Return the opcode and the payload of the next frame that is no ping."""
        while True:
            first, length = await self.reader.readexactly(2)
            if length == 126:
                length = int.from_bytes(await self.reader.readexactly(2), "big")
            payload = await self.reader.readexactly(length)
            if first & 15 != PING:
                return first & 15, payload
            self.writer.write(frame(FIN | sockets.PONG, payload))

    async def echo(self, message):
        """Tell whether a message comes back."""
        self.writer.write(text(message))
        async with asyncio.timeout(60):
            return await self.receive() == (TEXT, message.encode())

    async def end(self):
        """Wait for the end, answer it, and return its code."""
        opcode, payload = TEXT, b""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while opcode != CLOSE:
                opcode, payload = await self.receive()
            self.writer.write(closing(1000))
        self.writer.close()
        return int.from_bytes(payload[:2], "big") if opcode == CLOSE else None


async def open_all(port, count):
    """Open so many WebSockets."""
    idlers = [Idler(port) for _ in range(count)]
    for begin in range(0, count, 100):
        await asyncio.gather(*(idler.open() for idler in idlers[begin : begin + 100]))
    return idlers


@case(
    "WebSockets",
    "idle WebSockets",
    "they hold no thread, answer pings, and serve again; nothing is left",
    short=True,
)
def idle(run):
    """Keep many WebSockets open."""
    arguments = ("--wsgi.websocket-ping-interval=5s",)
    target = run.server(**SERVER) if run.short else run.server(application=SERVER["application"], arguments=arguments)
    count = run.amount(5000, 1000)

    async def work():
        before = target.holdings()
        idlers = await open_all(target.port, count)
        served = await asyncio.gather(*(idler.echo(str(number)) for number, idler in enumerate(idlers)))
        readers = [asyncio.create_task(idler.receive()) for idler in idlers]
        await asyncio.sleep(run.amount(30, 0.5))
        held = await asyncio.to_thread(target.holdings)
        for reader in readers:
            reader.cancel()
        run.figure("heap for each", f"{(held.heap - before.heap) / count / 1e3:.1f} kB")
        run.figure("threads", f"{before.threads} before, {held.threads} with {count:,}")
        run.check(held.threads - before.threads < 20, f"threads: {before.threads} before, {held.threads} with them")
        run.check(held.virtual - before.virtual < 20, f"virtual threads: {before.virtual} before, {held.virtual}")
        ended = sum(reader.done() and not reader.cancelled() for reader in readers)
        run.check(not ended, f"{ended} were not idle")
        await asyncio.gather(*readers, return_exceptions=True)
        served += await asyncio.gather(*(idler.echo(str(number)) for number, idler in enumerate(idlers)))
        for idler in idlers:
            idler.writer.transport.abort()
        run.tried(len(served))
        run.lost(served.count(False))
        run.check(all(served), f"{served.count(False)} messages did not come back")

    with broken.Ledger(run, target):
        asyncio.run(work())


@case(
    "WebSockets",
    "SIGTERM and a reload while WebSockets are open",
    "1012 on reload and 1001 at the end for each client that reads, whatever it does; exit status 0 in time; a new "
    "handshake is served after the reload",
    short=True,
)
def ending(run):
    """End an application and a process while clients are idle, get messages, send half of one, or do not read."""
    with run.campaign.prepare(run.runtime, **SERVER) as target:
        for code, name, finish in (
            (1012, "reload", lambda: chaos.reload(target)),
            (1001, "SIGTERM", lambda: target.terminate() == 0),
        ):
            asyncio.run(end_all(run, target, code, name, finish))


async def end_all(run, target, code, name, finish):
    """Open WebSockets, end them, and look with which code."""
    idlers = await open_all(target.port, run.amount(1000, 200))
    for number, idler in enumerate(idlers):
        if number % 3 == 1:
            idler.writer.write(frame(TEXT, b"half"))
        elif number % 3 == 2:
            idler.writer.write(frame(FIN | TEXT, b"half", 1000))
    large = "/push?count=100000&size=100000"
    stuck = [WebSocket(target.port, large, receive_buffer=4096) for _ in range(run.amount(5, 0))]
    ends = [asyncio.create_task(idler.end()) for idler in idlers]
    began = time.monotonic()
    run.check(await asyncio.to_thread(finish), f"{name} failed")
    codes = await asyncio.gather(*ends)
    run.figure(name, f"{time.monotonic() - began:.1f} s")
    run.tried(len(codes) + len(stuck))
    others = [found for found in codes if found != code]
    run.lost(len(others))
    run.check(not others, f"{name}: {len(others)} of {len(codes)} ended with {set(others)} instead of {code}")
    if target.alive():
        websockets.check_echo(run, target, name)
    for each in stuck:
        each.connection.socket.close()
