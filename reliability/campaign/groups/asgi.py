"""ASGI: what the application does wrong, and what it does to its event loop."""

import random
import re
import time

from campaign import breaches, server, sockets, wire
from campaign.cases import again, case
from campaign.groups import broken, chaos, faults, hostile, load
from fuzz import messages

SERVER = {"application": "asgi_faulty:app", "arguments": (f"--wsgi.max-websocket-message-size={breaches.LIMIT}B",)}
# Regular expressions for the requests of the application "asgi_faulty", and what is expected of them. The first that
# fits counts.
REQUESTS = {
    r"raise-late-.*|event-late-\d+|(unknown|too-long|too-short|start|hint|path)-late|only-part": "cut",
    r"raise-after-.*|start-after|body-after|task-.*|callback-.*|thread-exception|leave-tasks": "200",
    r"raise-.*|event-\d+|type-\d+|path-\d+|links-\d+|status-\d+": "500",
    r"headers-\d+|only-start|nothing|body-first|start-twice|too-long|too-short|no-status": "500",
    r"body-\d+|websocket-event|unknown-event|many-headers|large-header|path-missing|path-directory": "500",
    r"hint-split|forgetful|generator|sys-exit|os-exit|kill-thread|deep|thread-pool|loop-run|asyncio-run": "500",
    r"no-content": "204|500",
    r"cancel-.*": "500",
    # It has no octets by its size
    r"path-device": "200|500",
    # The interim response is the first one
    r"hint-well": "103",
    r".*": "200",
}
# The same for WebSockets: the status of the handshake, or what comes until its end
SOCKETS = {
    r"raise-open-.*|event-open-\d+|accept-twice|send-neither|send-both|send-surrogate|denial-late": "1011",
    r"raise-late-.*": "1x 1011",
    r"raise-after-.*|close|close-twice|send-after|accept-only": "1000",
    r"http-event|unknown-event|bytes-\d+|text-\d+|code-\d+|sys-exit-open|os-exit-open|cancel-self-open": "1011",
    r"reason-\d+": "1011",
    r"raise-.*|event-\d+|nothing|send-first|http-first|unknown-first|sys-exit": "500",
    r"close-first": "403",
    r"denial|denial-after": "418",
    r"denial-only-part|denial-then-raise": "cut",
    r"denial-.*|accept-split|accept-protocol-header|subprotocol-unknown": "500",
    # None is the choice of none
    r"subprotocol-0": "1x 1000",
    r"subprotocol-\d+": "500",
    # Of no account where there is no body, or refused
    r"headers-1[678]|accept-key-header|accept-length-header": "1x 1000|500",
    r"headers-\d+": "500",
    r".*": "1x 1000",
}
# The rest takes long, or lasts
LASTING = ("loop-stop", "loop-close", "executor-closed", "factory-broken", "factory-well", "handler-none", "loop-none")
ENDLESS = ("endless", "wait", "stubborn")


def expected_of(name, table):
    """Return what is expected of a fault."""
    return next(found for pattern, found in table.items() if re.fullmatch(pattern, name))


def names(target, kind):
    """Return the names of the faults, which the application tells."""
    return [name for name in target.json("/names")[kind] if name not in LASTING + ENDLESS]


def ask_socket(run, target, name):
    """Open a WebSocket, and return what came of it: a status, or what comes until its end."""
    run.tried()
    try:
        with sockets.WebSocket(target.port, f"/{name}") as opened:
            opened.connection.socket.settimeout(10)
            return opened.outcome()
    except TimeoutError:
        return "silent"
    except wire.Malformed as problem:
        return str(problem)
    except sockets.Refused as refused:
        response = refused.response
        if response is None:
            return "closed"
        if server.TRACES.search(response.body) or b"secret" in response.body:
            run.fail(f"{name}: the client sees {response.body[:200]!r}")
        if any("split" in header for header, _ in response.headers):
            run.fail(f"{name}: the response is split")
        return str(response.status) if response.complete else "cut"


@case(
    "ASGI faults",
    "what an application raises and sends for a request, and how it tries to end",
    "500 before the first octet, a cut response behind it, no text of the exception for the client; the next request "
    "is served; each call has ended, nothing is left",
    short=True,
)
def requests(run):
    """Ask for each fault of a request."""
    target = run.server(**SERVER)
    with broken.Ledger(run, target):
        for name in names(target, "http"):
            found = faults.ask(run, target, name)
            expected = expected_of(name, REQUESTS)
            run.check(found in expected.split("|"), f"{name}: {found} instead of {expected}")
            faults.check_well(run, target, name)
            if not run.check_alive(target, name):
                return


@case(
    "ASGI faults",
    "what an application raises and sends in a WebSocket",
    "500 instead of a handshake, 1011 in an open WebSocket, what was sent before comes; the next one is served; each "
    "call has ended, nothing is left",
    short=True,
)
def in_sockets(run):
    """Ask for each fault of a WebSocket."""
    target = run.server(**SERVER)
    with broken.Ledger(run, target):
        for name in names(target, "websocket"):
            found = ask_socket(run, target, name)
            expected = expected_of(name, SOCKETS)
            run.check(found in expected.split("|"), f"{name}: {found} instead of {expected}")
            again = ask_socket(run, target, "ok")
            if not run.check(again == "1x 1000", f"after {name}: {again}"):
                run.lost()
            if not run.check_alive(target, name):
                return


@case(
    "ASGI faults",
    "what an application does to its event loop",
    "requests are served within seconds; the process lives",
)
def lasting(run):
    """Ask for what takes the loop away."""
    for name in LASTING:
        with run.campaign.prepare(run.runtime, **SERVER) as target:
            faults.ask(run, target, name)
            well = wire.until(lambda: faults.ask(run, target, "ok") == "200", 30, 0.5)
            run.check_alive(target, name)
            if not run.check(well, f"after {name}: no longer served"):
                run.lost()
            target.terminate(60)


@case(
    "ASGI faults",
    "code that blocks the loop, waits for ever or is not to be cancelled, with a time limit of two seconds",
    "504, and others are served again; what blocks shows in wsgi_loop_blocked_seconds",
)
def endless(run):
    """Hold the loop, and tasks, for ever."""
    target = run.server(application=SERVER["application"], arguments=("--timeout", "2"))
    for name in ENDLESS:
        for _ in range(3):
            found = faults.ask(run, target, name, 60)
            run.check(found == "504", f"{name}: {found}")
        run.check(wire.until(lambda: faults.ask(run, target, "ok") == "200", 30, 0.5), f"after {name}: not served")
    began = time.monotonic()
    run.check(faults.ask(run, target, "block") == "200", "what blocks for half a second is not served")
    run.figure("blocked", f"{time.monotonic() - began:.2f} s")
    blocked = target.metrics("wsgi_loop_blocked_seconds")["wsgi_loop_blocked_seconds_count"]
    run.check(blocked >= 2, f"blocked {blocked} times")
    run.check(target.becomes_idle(), "still active")


@case(
    "ASGI faults",
    "events in any order, kept and random, to the Python half alone",
    "what comes out is a response or a WebSocket that is right; send raises what an application expects",
    short=True,
    runtimes=("cpython",),
)
def any_order(run):
    """Try what fuzzing has kept, and changes of that."""
    messages.load()
    chance = random.Random(run.campaign.seed)
    kept = [path.read_bytes() for path in sorted(messages.CORPUS.iterdir())]
    for attempt in range(run.amount(500_000, 20_000)):
        data = kept[attempt] if attempt < len(kept) else hostile.mutate(chance, chance.choice(kept))
        run.tried()
        try:
            messages.try_input(data)
        except Exception as problem:
            run.fail(f"{data.hex()}: {problem!r}")
    run.figure("kept", len(kept))


# What is tried with WSGI, with ASGI
for function in (
    hostile.random_changes,
    hostile.random_octets,
    broken.slow_clients,
    broken.dripping,
    broken.slow_readers,
    broken.half_closed,
    broken.pipelining,
    load.connections_512,
    load.connections_5000,
):
    again(function, "ASGI requests", **SERVER)
for function in (broken.resets, broken.aborted_uploads, broken.aborted_downloads):
    again(function, "ASGI requests", short=True, **SERVER)
for function in (chaos.reloading, chaos.ending, chaos.killed):
    again(function, "ASGI requests", application="asgi_counting:app")
