"""Faults inside of the application and around the process."""

import contextlib
import os
import re
import time

from campaign import server, wire
from campaign.cases import case
from campaign.groups import broken, hostile

# Regular expressions for the paths of the application "faulty", and what is expected of them. "cut" is a response that
# does not come to its end. The first that fits counts.
EXPECTED = {
    r"raise-late-.*|raise-write-.*|short": "cut",
    r"raise-close-.*": "200",
    r"raise-.*|body-\d+|status-\d+|headers-\d+": "500",
    # What is no exc_info cannot be raised again, and is not needed before the head is sent
    r"exc-info-wrong": "200|500",
    r"no-start|many-headers|large-header|iter-none|twice": "500",
    r"len-.*": "200",
    r"sys-exit|os-exit|kill-thread|recursion|bytes-of-exa|string-of-exa": "500",
    r"deep": "500|200",
    r"threads.*|print|warnings|environ-clear|gc-off": "200",
}
# A block that is right comes before one that is not
EXPECTED_LATE = {"body-13": "500|cut"}
# Whoever takes these from the interpreter, takes them from the gateway, too: 500 until they are back
BREAKING = {"patch-len"}
# What lasts: the answer to it. The next requests are served all the same
LASTING = {
    "chdir": "200",
    "chdir-gone": "200",
    "close-stdout": "200",
    "close-stderr": "200",
    "stdout-none": "200",
    "recursion-limit": "200",
    "path-clear": "200",
    "trace": "200|500",
    "excepthook": "200",
    "patch-len": "200|500",
    "patch-isinstance": "200|500",
    "patch-open": "200",
    "patch-print": "200",
    "patch-import": "200|500",
    "patch-sleep": "200",
    "patch-thread": "200",
    "patch-lock": "200",
    "patch-socket": "200",
    "patch-logging": "200",
    "patch-traceback": "200",
    "forget-own": "200",
    "forget-all": "200|500",
}


def ask(run, target, name, seconds=wire.LIMIT):
    """Ask the application for a fault, and return what came: a status, "cut" or "closed"."""
    run.tried()
    with target.connect() as connection:
        connection.socket.settimeout(seconds)
        connection.send(wire.request(f"/{name}", headers=["Connection: close"]))
        try:
            response = connection.receive()
        except TimeoutError:
            return "silent"
    if response is None:
        return "closed"
    if server.TRACES.search(response.body) or b"secret" in response.body:
        run.fail(f"{name}: the client sees {response.body[:200]!r}")
    return str(response.status) if response.complete else "cut"


def check_well(run, target, name):
    """Check that the next requests are served."""
    for _ in range(run.amount(10, 1)):
        found = ask(run, target, "ok")
        if found != "200":
            run.lost()
            run.fail(f"after {name}: {found}")
            return


def names():
    """Return the names of the faults of single requests, from the source of the application."""
    exceptions = ("exception exit keyboard generator-exit stop memory recursion unprintable group unicode long").split()
    places = ("", "started-", "first-", "late-", "iter-", "write-", "close-")
    yield from (f"raise-{place}{name}" for name in exceptions for place in places)
    yield from (f"body-{number}" for number in range(14))
    yield from (f"status-{number}" for number in range(12))
    yield from (f"headers-{number}" for number in range(21))
    yield from ("exc-info-wrong no-start many-headers large-header iter-none twice short").split()
    yield from ("len-negative len-huge len-raises sys-exit os-exit kill-thread recursion bytes-of-exa").split()
    yield from ("string-of-exa deep threads threads-raise threads-exit print warnings environ-clear gc-off").split()


def expected_of(name):
    """Return what is expected of a fault."""
    if name in EXPECTED_LATE:
        return EXPECTED_LATE[name]
    return next(found for pattern, found in EXPECTED.items() if re.fullmatch(pattern, name))


@case(
    "faults inside",
    "what an application raises and returns, and how it tries to end",
    "500 before the first octet, a cut response behind it, no text of the exception for the client; the next request "
    "is served; nothing is left",
    short=True,
)
def single_requests(run):
    """Ask for each fault that concerns one request."""
    target = run.server(application="faulty:app")
    with broken.Ledger(run, target, rehearse=lambda: ask(run, target, "threads")):
        for name in names():
            found = ask(run, target, name)
            expected = expected_of(name)
            run.check(found in expected.split("|"), f"{name}: {found} instead of {expected}")
            check_well(run, target, name)
            if not run.check_alive(target, name):
                return


@case(
    "faults inside",
    "what an application does to its process and its interpreter",
    "the answer beside it; the next requests are served, the process lives",
)
def lasting(run):
    """Ask for each fault that lasts, and undo it."""
    target = run.server(application="faulty:app")
    for name, expected in LASTING.items():
        found = ask(run, target, name)
        run.check(found in expected.split("|"), f"{name}: {found} instead of {expected}")
        time.sleep(0.1)
        if name in BREAKING:
            found = ask(run, target, "ok")
            run.check(found in ("200", "500"), f"after {name}: {found}")
        elif target.alive():
            check_well(run, target, name)
        if not run.check_alive(target, name) or ask(run, target, "restore") != "200" or ask(run, target, "ok") != "200":
            target.kill()
            target = run.server(application="faulty:app")


@case(
    "faults inside",
    "an application that sends its own process a signal, or closes all descriptors",
    "after SIGINT the process ends in order; without descriptors it may end, but does not pretend to be well",
)
def against_the_process(run):
    """Ask for what ends a process."""
    with run.campaign.prepare(run.runtime, application="faulty:app") as target:
        found = ask(run, target, "raise-signal")
        run.figure("SIGINT", found)
        if not wire.until(lambda: not target.alive(), 10):
            check_well(run, target, "raise-signal")
        else:
            run.check(target.process.returncode in (0, 130), f"ended with {target.process.returncode}")
    for name in ("close-low", "close-all"):
        with run.campaign.prepare(run.runtime, application="faulty:app") as target:
            found = ask(run, target, name, 10)
            well = target.alive() and broken.serves(target)
            run.figure(name, f"{found}, then {'well' if well else 'not well' if target.alive() else 'ended'}")
            if target.alive() and not well:
                run.check(not healthy(target), f"{name}: not well, and health is UP")


def healthy(target):
    """Tell whether the server says that it is well."""
    with contextlib.suppress(OSError, wire.Malformed):
        response = target.get("/actuator/health")
        return response is not None and response.status == 200
    return False


@case(
    "faults inside",
    "loops and locks that never end, with a time limit of two seconds",
    "504, and the thread is free for the next request",
)
def endless(run):
    """Hold threads for ever."""
    target = run.server(application="faulty:app", arguments=("--timeout", "2"))
    for name in ("endless", "lock"):
        for _ in range(5):
            found = ask(run, target, name, 60)
            run.check(found == "504", f"{name}: {found}")
        check_well(run, target, name)
    run.check(target.becomes_idle(), "still active")


@case(
    "faults inside",
    "an application that allocates until nothing is left",
    "500 or a cut connection for requests of that time; afterwards requests are served",
    runtimes=("graalpy",),
)
def hoard(run):
    """Fill the heap."""
    with run.campaign.prepare(run.runtime, application="faulty:app", java_options=("-Xmx600m",)) as target:
        for _ in range(3):
            found = ask(run, target, "hoard", 300)
            run.check(found in ("500", "503", "cut", "closed"), f"hoard: {found}")
        if not wire.until(lambda: ask(run, target, "ok") == "200", 120, 1):
            run.fail(f"not served again: {target.tail(2000)}")


def post(target, size):
    """Send a body; return the status, or "closed"."""
    with target.connect() as connection:
        connection.send(wire.request("/first", "POST", body=b"x" * size, headers=["Connection: close"]))
        response = connection.receive()
        return response.status if response else "closed"


@case(
    "faults around",
    "a directory for bodies that is gone",
    "a 5xx for bodies that need a file, which tells nothing of the inside; small bodies are served",
)
def read_only(run):
    """Take the directory away."""
    directory = run.campaign.work / f"bodies-{run.runtime}"
    directory.mkdir()
    with run.campaign.prepare(run.runtime, arguments=(f"--wsgi.upload-dir={directory}",)) as target:
        directory.rmdir()
        no_room(run, target)


@case(
    "faults around",
    "a disk for bodies that is full",
    "as with a directory that is gone, and afterwards no file is left",
)
def full_disk(run):
    """Let the disk have room for 1 MB."""
    disk = run.campaign.work / f"disk-{run.runtime}"
    disk.mkdir(exist_ok=True)
    with small_disk(disk) as mounted:
        if not mounted:
            run.figure("skipped", "mount needs root")
            return
        with run.campaign.prepare(run.runtime, arguments=(f"--wsgi.upload-dir={disk}",)) as target:
            no_room(run, target)
            left = [path for path in disk.rglob("*") if path.is_file() and path.stat().st_size]
            run.check(not left, f"files are left: {left}")


@contextlib.contextmanager
def small_disk(directory):
    """Mount a file system of 1 MB; give whether that was possible."""
    mounted = os.geteuid() == 0 and os.system(f"mount -t tmpfs -o size=1m tmpfs '{directory}' 2>/dev/null") == 0
    try:
        yield mounted
    finally:
        if mounted:
            os.system(f"umount -l '{directory}'")


def no_room(run, target):
    """Send large bodies in vain, ask for large responses, and small ones in between."""
    before = target.descriptors()
    for _ in range(20):
        run.tried(2)
        found = post(target, 5_000_000)
        run.check(found in (500, 503, 507), f"a large body: {found}")
        found = post(target, 1000)
        run.check(found == 200, f"a small body: {found}")
    # A reader that stops makes the server put the rest of a response into a file
    slow = [target.connect(receive_buffer=4096) for _ in range(5)]
    for connection in slow:
        connection.send(wire.request("/stream?count=4000&size=1000"))
    time.sleep(1)
    outcomes = set()
    for connection in slow:
        response = connection.receive()
        outcomes.add("whole" if response and response.complete else "cut")
        connection.socket.close()
    run.figure("responses to slow readers", "/".join(sorted(outcomes)))
    hostile.check_alive(run, target.port, "no room for bodies")
    run.check(wire.until(lambda: target.descriptors() <= before + 5), "descriptors are left")
    run.check(target.metrics("wsgi_requests_buffered")["wsgi_requests_buffered_bytes"] == 0, "bodies are still counted")


@case(
    "faults around",
    "descriptors that run out",
    "further connections wait or fail; when others close, requests are served within seconds; the log is not flooded",
)
def few_descriptors(run):
    """Open more connections than there are descriptors."""
    with run.campaign.prepare(run.runtime, descriptors=400) as target:
        for _ in range(3):
            connections = []
            for _ in range(500):
                run.tried()
                with contextlib.suppress(OSError):
                    connections.append(target.connect())
            time.sleep(2)
            for connection in connections:
                connection.socket.close()
            if not run.check(wire.until(lambda: broken.serves(target), 30), f"not served again: {target.tail(2000)}"):
                return
        size = target.log.stat().st_size
        run.figure("log", f"{size / 1e3:.0f} kB")
        run.check(size < 3_000_000, f"a log of {size} octets")


@case(
    "faults around",
    "a tiny heap",
    "requests are served, or refused with 503 or 413, or their connection ends; afterwards requests are served",
)
def tiny_heap(run):
    """Send large bodies at the same time, with little memory."""
    size = "-Xmx80m" if run.runtime == "cpython" else "-Xmx400m"
    with run.campaign.prepare(run.runtime, java_options=(size,)) as target:
        for _ in range(3):
            connections = [target.connect() for _ in range(100)]
            for connection in connections:
                run.tried()
                connection.send(wire.request("/first", "POST", body=b"x" * 60_000)[:60_000])
            large = [post(target, 20_000_000) for _ in range(5)]
            run.check(set(large) <= {200, 413, 503}, f"large bodies: {large}")
            for connection in connections:
                connection.reset()
        run.check(wire.until(lambda: broken.serves(target), 60), f"not served again: {target.tail(2000)}")
        run.figure("OutOfMemoryError", target.logged("OutOfMemoryError"))
