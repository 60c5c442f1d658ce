"""WebSockets: hostile handshakes and frames, and broken clients."""

import contextlib
import random
import threading
import time

from campaign import breaches, sockets, wire
from campaign.cases import case
from campaign.groups import broken, hostile
from campaign.groups.asgi import SERVER
from campaign.sockets import BINARY, FIN, LAST, PING, TEXT, Refused, WebSocket, closing, frame, text

COMPRESSION = ("Sec-WebSocket-Extensions: permessage-deflate",)


def check_echo(run, target, name):
    """Check that the next WebSocket works."""
    try:
        with WebSocket(target.port) as opened:
            opened.send(text("good") + text(LAST))
            found = opened.outcome()
    except (OSError, Refused, wire.Malformed) as problem:
        found = repr(problem)
    if found != "1x 1000":
        run.lost()
        run.fail(f"after {name}: {found}")


def try_breach(run, target, breach):
    """Send frames that break a rule, and compare what comes."""
    run.tried()
    with WebSocket(target.port, headers=COMPRESSION if breach.compressed else ()) as opened:
        opened.connection.socket.settimeout(10)
        # Or a server that waits for its client to read, while that one writes, would be right to do so
        sender = threading.Thread(target=opened.send, args=(breach.data + text(LAST),))
        sender.start()
        try:
            found = opened.outcome()
        except TimeoutError:
            found = "silent"
        except wire.Malformed as problem:
            found = str(problem)
        sender.join()
    return found


def family(name, make):
    """Make a case of a part of the corpus."""

    @case(
        "WebSockets",
        name,
        "the code of the end is as it says beside it; the next WebSocket is served; nothing is left",
        short=True,
    )
    def run_family(run):
        target = run.server(**SERVER)
        with broken.Ledger(run, target):
            for breach in make():
                found = try_breach(run, target, breach)
                expected = breach.expected.split("|")
                run.check(found in expected, f"{breach.name}: {found} instead of {breach.expected}")
                check_echo(run, target, breach.name)


for family_name, family_make in breaches.FAMILIES.items():
    family(family_name, family_make)


@case(
    "WebSockets",
    "handshakes",
    "opened only if the request is as RFC 6455 has it, otherwise the status beside it; no 5xx; nothing is smuggled",
    short=True,
)
def handshakes(run):
    """Try handshakes of all kinds."""
    target = run.server(**SERVER)
    with broken.Ledger(run, target):
        for name, data, expected in breaches.handshakes():
            run.tried()
            responses = shake(target, data)
            found = hostile.outcome(responses)
            run.check(found in expected.split("|"), f"{name}: {found} instead of {expected}")
            hostile.check_harmless(run, name, [response for response in responses if response.status != 101])
            check_echo(run, target, name)
        smuggled = target.json("/seen?word=smuggled")
        run.check(not smuggled, f"smuggled: {smuggled}")


def shake(target, data):
    """Send a handshake, and return the responses; what comes behind 101 is no HTTP."""
    responses = []
    with wire.Connection(target.port) as connection:
        connection.send(data)
        connection.end()
        while response := connection.receive():
            responses.append(response)
            if response.status == 101:
                break
    return responses


@case(
    "WebSockets",
    "frames with random changes",
    "echoes, an end, or a closed connection; the next WebSocket is served; nothing is left",
    short=True,
)
def random_frames(run):
    """Change frames at random places."""
    target = run.server(**SERVER)
    chance = random.Random(run.campaign.seed)
    valid = (
        text("good") + frame(FIN | PING, b"x"),
        frame(TEXT, b"a") + frame(0, b"b") + frame(FIN, b"c") + closing(1000, b"good"),
        frame(FIN | BINARY, b"x" * 300) + closing(4000),
        frame(FIN | sockets.COMPRESSED | TEXT, breaches.packed(b"good" * 100)) + closing(),
    )
    with broken.Ledger(run, target):
        for attempt in range(run.amount(5000, 150)):
            run.tried()
            data = hostile.mutate(chance, chance.choice(valid))
            with wire.Connection(target.port) as connection:
                connection.send(sockets.handshake(headers=COMPRESSION if attempt % 2 else ()) + data)
                connection.end()
                with contextlib.suppress(TimeoutError):
                    while connection.fill():
                        pass
                if not run.check(connection.ended, f"change {attempt}: {data!r} is not answered"):
                    run.lost()
            if attempt % 50 == 0:
                check_echo(run, target, f"change {attempt}")


@case(
    "WebSockets",
    "resets behind each octet of a handshake and of frames",
    "nobody else notices; each call has ended; nothing is left",
    short=True,
)
def resets(run):
    """Reset connections at every stage."""
    target = run.server(**SERVER)
    shaken = sockets.handshake("/hesitate?wait=0.01")
    frames = frame(TEXT, b"x" * 20) + frame(FIN | PING, b"x") + frame(FIN, b"y" * 200) + closing(1000, b"good")
    with broken.Ledger(run, target):
        for _ in range(run.amount(5, 1)):
            for end in range(len(shaken) + 1):
                run.tried()
                connection = target.connect()
                connection.send(shaken[:end])
                (connection.reset if end % 3 else connection.socket.close)()
            for end in range(len(frames) + 1):
                run.tried()
                opened = WebSocket(target.port)
                opened.send(frames[:end])
                (opened.connection.reset if end % 3 else opened.connection.socket.close)()
            for size in range(0, run.amount(20_000, 5000), 100):
                run.tried()
                opened = WebSocket(target.port, "/push?count=1000&size=1000")
                opened.connection.receive_exactly(size)
                opened.connection.reset()
        check_echo(run, target, "resets")


@case(
    "WebSockets",
    "a handshake and frames octet by octet, and in one piece",
    "served",
    short=True,
)
def in_pieces(run):
    """Send everything in the smallest and in the largest parts."""
    target = run.server(**SERVER)
    frames = frame(TEXT, b"in ") + frame(FIN | PING) + frame(FIN, b"pieces")
    for pieces in ([bytes([octet]) for octet in sockets.handshake() + frames], [sockets.handshake() + frames]):
        run.tried()
        with target.connect() as connection:
            for piece in pieces:
                connection.send(piece)
            run.check(connection.receive().status == 101, "not opened")
            expected = b"\x8a\x00", b"\x81\x09in pieces"
            while not all(part in connection.buffer for part in expected) and connection.fill():
                pass
            found = connection.buffer
        run.check(all(part in found for part in expected), f"{len(pieces)} pieces: {found!r}")


@case(
    "WebSockets",
    "readers that stop",
    "the application waits, others are served meanwhile, and the heap has room; when they go, nothing is left",
    short=True,
)
def slow_readers(run):
    """Ask for much more than the heap has room for, and read none of it."""
    target = run.server(**SERVER)
    with broken.Ledger(run, target):
        before = target.heap()
        opened = []
        for _ in range(run.amount(300, 50)):
            run.tried()
            opened.append(WebSocket(target.port, "/push?count=100000&size=100000", receive_buffer=4096))
        for _ in range(20):
            check_echo(run, target, "readers that stop")
        held = (target.heap() - before) / len(opened)
        run.figure("heap for each", f"{held / 1e3:.0f} kB")
        run.check(held < 1_500_000, f"each reader holds {held / 1e3:.0f} kB")
        for each in opened:
            each.connection.reset()


@case(
    "WebSockets",
    "writers whose messages nobody receives",
    "the client waits after 16 messages; others are served meanwhile; when they go, nothing is left",
    short=True,
)
def ignored(run):
    """Send to an application that takes nothing."""
    target = run.server(**SERVER)
    message = frame(FIN | BINARY, b"x" * 50_000)
    with broken.Ledger(run, target):
        opened = []
        taken = []
        for _ in range(run.amount(100, 10)):
            run.tried()
            each = WebSocket(target.port, f"/ignore?wait={run.amount(60, 3)}")
            each.connection.socket.settimeout(run.amount(0.5, 0.1))
            count = 0
            while count < 1000 and each.send(message):
                count += 1
            taken.append(count)
            opened.append(each)
        check_echo(run, target, "messages that nobody receives")
        run.figure("messages taken", f"{min(taken)} to {max(taken)}")
        run.check(max(taken) < 1000, "the client did not have to wait")
        for each in opened:
            each.connection.reset()
        run.check(target.becomes_idle(), "the calls have not ended")


@case(
    "WebSockets",
    "floods of pings whose answers nobody reads, and of fragments and of empty messages",
    "the client waits, or its WebSocket ends; others are served meanwhile; the heap has room; nothing is left",
    short=True,
)
def floods(run):
    """Send small frames for as long as the server takes them."""
    target = run.server(**SERVER)
    floods_ = {
        "pings": frame(FIN | PING, b"x" * 125),
        "pongs": frame(FIN | sockets.PONG, b"x" * 125),
        "empty fragments": frame(BINARY) + frame(0) * 20,
        "empty messages": text(""),
        "messages": text("x" * 1000),
    }
    with broken.Ledger(run, target):
        for name, piece in floods_.items():
            run.tried()
            before = target.heap()
            opened = [WebSocket(target.port, receive_buffer=4096) for _ in range(run.amount(10, 3))]
            block = piece * (200_000 // len(piece))
            for each in opened:
                each.connection.socket.settimeout(run.amount(1, 0.2))
                end = time.monotonic() + run.amount(3, 0.3)
                while time.monotonic() < end and each.send(block):
                    pass
            check_echo(run, target, name)
            held = (target.heap() - before) / len(opened)
            run.check(held < 3_000_000, f"{name}: each holds {held / 1e3:.0f} kB")
            for each in opened:
                each.connection.reset()


@case(
    "WebSockets",
    "clients that say nothing and do not answer pings",
    "closed with 1011 after interval and time limit of pings; nothing is left",
)
def silent(run):
    """Open WebSockets, and say nothing; others stop within a frame."""
    arguments = ("--wsgi.websocket-ping-interval=2s", "--wsgi.websocket-ping-timeout=2s")
    target = run.server(application=SERVER["application"], arguments=arguments)
    with broken.Ledger(run, target):
        opened = []
        for number in range(500):
            run.tried()
            each = WebSocket(target.port)
            if number % 2:
                each.send(frame(FIN | TEXT, b"x" * (number % 900), 1000))
            opened.append(each)
        check_echo(run, target, "silent clients")
        left = broken.ended_within([each.connection for each in opened], 60)
        run.check(not left, f"{left} silent WebSockets are still open")
        for each in opened:
            each.connection.socket.close()
        run.check(target.becomes_idle(), "the calls have not ended")
