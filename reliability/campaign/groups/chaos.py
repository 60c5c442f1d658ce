"""Reload, recycling, time-outs and the end of the process, all of it under load."""

import asyncio
import collections
import os
import random
import signal
import threading
import time

from campaign import crowd, wire
from campaign.cases import case
from campaign.groups import load

PATHS = ("/count", "/stream", "/count", "/upload")


class Book:
    """What the application has written down."""

    def __init__(self, path):
        self.path = path

    def counts(self):
        """Return how often each number is there."""
        return collections.Counter(self.path.read_text().split()) if self.path.exists() else collections.Counter()


async def work(client, book, chance, stop):
    """Ask one request after the other, and note which were answered."""
    while not stop.is_set():
        number = next(crowd.numbers)
        path = chance.choice(PATHS)
        method, body = ("POST", b"x" * chance.choice((10, 100_000))) if path == "/upload" else ("GET", b"")
        answer = await client.ask(path, method, body, number=number)
        if answer is None:
            book.unanswered.add(str(number))
            if stop.is_set() or book.ending:
                return
        elif answer[0] == 200:
            book.answered.add(str(number))
        else:
            book.refused.add(str(number))


class Traffic:
    """Clients in a thread of their own; use it in a with statement."""

    def __init__(self, target, clients, seed):
        self.target = target
        self.count = clients
        self.seed = seed
        self.tally = crowd.Tally()
        self.answered, self.refused, self.unanswered = set(), set(), set()
        self.ending = False
        self.problem = None
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        """Run the clients."""
        try:
            asyncio.run(self.all())
        except Exception as problem:
            self.problem = problem

    async def all(self):
        """Run the clients until they are stopped."""
        clients = await crowd.connect_all(self.target.port, self.tally, self.count)
        chance = random.Random(self.seed)
        await asyncio.gather(*(work(client, self, chance, self.stop) for client in clients))
        crowd.close_all(clients)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()


def settle(run, traffic, book, expected_refusals=False):
    """Compare what clients know with what the application knows."""
    counts = book.counts()
    lost = [number for number in traffic.answered if not counts[number]]
    twice = [number for number, count in counts.items() if count > 1]
    run.tried(len(traffic.answered) + len(traffic.refused) + len(traffic.unanswered))
    run.lost(len(lost) + len(traffic.unanswered) + (0 if expected_refusals else len(traffic.refused)))
    run.check(traffic.problem is None, f"the clients ended: {traffic.problem!r}")
    run.check(not lost, f"answered, but not counted: {lost[:5]}")
    run.check(not twice, f"counted twice: {twice[:5]}")
    run.check(not traffic.tally.wrong, f"answers of other requests: {traffic.tally.wrong[:3]}")
    run.check(not traffic.unanswered, f"{len(traffic.unanswered)} without an answer: {dict(traffic.tally.broken)}")
    if not expected_refusals:
        run.check(not traffic.refused, f"refused: {traffic.tally.statuses}")
    run.figure("answers", str(traffic.tally))


def counting(run, *arguments):
    """Return a server that counts, and its book."""
    path = run.campaign.work / f"book-{run.campaign.started}"
    settings = {"application": "counting:app", "arguments": arguments, **run.case.options}
    target = run.campaign.start(run.runtime, environment={"COUNTING_FILE": str(path)}, **settings)
    return target, Book(path)


def reload(target):
    """Load the application anew; return whether that worked."""
    with target.connect() as connection:
        connection.socket.settimeout(300)
        connection.send(wire.request("/actuator/wsgi/reload", "POST", headers=["Connection: close"]))
        response = connection.receive()
        return response is not None and response.status == 200


@case(
    "chaos",
    "reload again and again under load",
    "each request is answered with 200, counted once, and none is lost",
)
def reloading(run):
    """Load new code while requests come."""
    target, book = counting(run)
    try:
        with Traffic(target, 20, run.campaign.seed) as traffic:
            end = time.monotonic() + run.amount(60, 3)
            reloads = 0
            while time.monotonic() < end:
                run.check(reload(target), "the reload failed")
                reloads += 1
                time.sleep(0.5)
        run.figure("reloads", reloads)
        settle(run, traffic, book)
    finally:
        target.kill()


@case(
    "chaos",
    "workers that are replaced again and again, with reloads in between",
    "each request is answered with 200, counted once, and none is lost",
    runtimes=("graalpy",),
)
def recycling(run):
    """Replace workers while requests come."""
    target, book = counting(run, "--workers", "2", "--max-requests", "300", "--max-requests-jitter", "100")
    try:
        with Traffic(target, 16, run.campaign.seed) as traffic:
            end = time.monotonic() + run.amount(120, 20)
            while time.monotonic() < end:
                time.sleep(20)
                run.check(reload(target), "the reload failed")
        run.figure("replaced", int(target.metrics("wsgi_workers_replaced")["wsgi_workers_replaced_total"]))
        settle(run, traffic, book)
    finally:
        target.kill()


@case(
    "chaos",
    "time-outs among other requests",
    "what hangs is answered with 504; each other request is answered with 200, counted once, and none is lost",
)
def time_outs(run):
    """Let some requests hang while others are served."""
    target, book = counting(run, "--timeout", "1")
    hanging = crowd.Tally()

    async def hang():
        clients = await crowd.connect_all(target.port, hanging, 5)
        await crowd.all_ask(clients, lambda: "/hang", run.amount(10, 2))
        crowd.close_all(clients)

    try:
        with Traffic(target, 10, run.campaign.seed) as traffic:
            asyncio.run(hang())
        load.judge(run, hanging, (504,))
        settle(run, traffic, book)
    finally:
        target.kill()


@case(
    "chaos",
    "SIGTERM under load",
    "what was accepted is answered, and each answer counted once; new connections are refused; exit status 0",
    short=True,
)
def ending(run):
    """End the process while requests come."""
    for _ in range(run.amount(5, 1)):
        target, book = counting(run)
        try:
            with Traffic(target, 20, run.campaign.seed) as traffic:
                time.sleep(2)
                traffic.ending = True
                status = target.terminate()
            # Who is sent away and comes back finds the port closed
            refused = traffic.tally.broken.pop("ConnectionRefusedError", 0)
            gone = sum(traffic.tally.broken.values())
            run.check(status == 0, f"exit status {status}")
            run.check(not gone, f"accepted, and not answered: {dict(traffic.tally.broken)}")
            run.lost(gone)
            run.figure("refused connections", refused)
            traffic.unanswered.clear()
            settle(run, traffic, book, expected_refusals=False)
        finally:
            target.kill()


@case(
    "chaos",
    "SIGKILL under load, and a new process",
    "each answer was counted once, whatever became of the requests without one",
)
def killed(run):
    """Kill the process while requests come."""
    target, book = counting(run)
    try:
        with Traffic(target, 20, run.campaign.seed) as traffic:
            time.sleep(3)
            traffic.ending = True
            os.kill(target.process.pid, signal.SIGKILL)
            target.process.wait()
        run.figure("without an answer", len(traffic.unanswered))
        traffic.unanswered.clear()
        settle(run, traffic, book)
    finally:
        target.kill()
