"""Load: many connections, many of them idle, and bursts beyond what the server can do."""

import asyncio
import time

from campaign import crowd, wire
from campaign.cases import case
from campaign.groups import broken, hostile

# As by default: whoever is connected before all others are has to wait
DEFAULTS = ("--server.tomcat.connection-timeout=20s",)


def judge(run, tally, allowed=(200,)):
    """Note what became of the requests."""
    run.tried(sum(tally.statuses.values()) + sum(tally.broken.values()))
    run.lost(tally.lost)
    run.check(not tally.wrong, f"answers of other requests: {tally.wrong[:3]}")
    run.check(not tally.broken, f"no answer: {dict(tally.broken)}")
    others = {status: count for status, count in tally.statuses.items() if status not in allowed}
    run.check(not others, f"answers that should not be: {others}")


def recovery(run, target):
    """Measure how long it takes until a request is served at once."""
    began = time.monotonic()
    run.check(wire.until(lambda: target.get("/id", number="x").status == 200, 30, 0.05), "not served after the load")
    hostile.check_alive(run, target.port, "load")
    run.figure("recovery", f"{time.monotonic() - began:.2f} s")


def crowded(run, target, count, rounds, allowed):
    """Let so many connections ask at the same time."""
    tally = crowd.Tally()

    async def work():
        clients = await crowd.connect_all(target.port, tally, count)
        try:
            await crowd.all_ask(clients, lambda: "/id", rounds)
        finally:
            crowd.close_all(clients)

    began = time.monotonic()
    asyncio.run(work())
    judge(run, tally, allowed)
    run.figure("answers", str(tally))
    run.figure("rate", f"{sum(tally.statuses.values()) / (time.monotonic() - began):.0f}/s")
    recovery(run, target)


@case("load", "512 connections", "each request gets its own answer, none is refused", short=True)
def connections_512(run):
    """Be within what the queue holds."""
    crowded(run, run.server(arguments=() if run.short else DEFAULTS), 512, run.amount(100, 3), (200,))


@case("load", "5,000 connections", "each request gets its own answer, or 503; recovery within seconds; nothing is left")
def connections_5000(run):
    """Be beyond what the queue holds."""
    target = run.server(arguments=DEFAULTS)

    def attack():
        crowded(run, target, 5000, run.amount(10, 2), (200, 503))

    with broken.Ledger(run, target, rehearse=attack):
        attack()


@case("load", "10,000 idle connections", "all are kept, and serve again; others are served meanwhile; nothing is left")
def idle(run):
    """Keep connections open that do little."""
    target = run.server(arguments=DEFAULTS)
    tally, meanwhile = crowd.Tally(), crowd.Tally()

    async def work():
        clients = await crowd.connect_all(target.port, tally, 10_000)
        # In parts, because no more than the queue holds can wait at a time
        for begin in range(0, len(clients), 500):
            await crowd.all_ask(clients[begin : begin + 500], lambda: "/id")
        run.figure("resident with 10,000", f"{target.resident() / 1e6:.0f} MB")
        busy = await crowd.connect_all(target.port, meanwhile, 20)
        end = time.monotonic() + run.amount(20, 5)
        while time.monotonic() < end:
            await crowd.all_ask(busy, lambda: "/id")
        for begin in range(0, len(clients), 500):
            await crowd.all_ask(clients[begin : begin + 500], lambda: "/id")
        crowd.close_all(clients + busy)

    with broken.Ledger(run, target):
        run.figure("resident before", f"{target.resident() / 1e6:.0f} MB")
        asyncio.run(work())
        judge(run, tally)
        judge(run, meanwhile)
        run.figure("meanwhile", str(meanwhile))


@case(
    "load",
    "bursts of ten times what the server can do",
    "each request gets its own answer, or 503 with Retry-After; recovery within seconds; no rejection without a burst",
)
def bursts(run):
    """Ask for much more than four threads can do, in a queue of a hundred."""
    target = run.server(arguments=("--threads", "4", "--wsgi.queue-size=100", "--wsgi.queue-timeout=2s"))

    async def burst(tally, count):
        clients = await crowd.connect_all(target.port, tally, count)
        await crowd.all_ask(clients, lambda: "/id?wait=0.05")
        crowd.close_all(clients)

    for _ in range(run.amount(5, 1)):
        quiet, tally = crowd.Tally(), crowd.Tally()
        asyncio.run(burst(quiet, 4))
        judge(run, quiet)
        # Four threads answer 80 a second
        asyncio.run(burst(tally, 800))
        judge(run, tally, (200, 503))
        run.check(tally.statuses[200] >= 50, f"{tally.statuses[200]} were served")
        run.figure("answers", str(tally))
        recovery(run, target)
