"""Lets tests see how many threads are in the application at a time."""

import atexit
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

_lock = threading.Lock()
_gates = {}
_entered = set()


class Gate:
    """Opens when a number of callers are in front of it."""

    def __init__(self, parties):
        self.parties = parties
        self.arrived = 0
        self.open = threading.Event()

    def arrive(self):
        """Count one caller."""
        with _lock:
            self.arrived += 1
            if self.arrived >= self.parties:
                self.open.set()


def _gate(name, parties):
    with _lock:
        return _gates.setdefault(name, Gate(parties))


def _poll(gate):
    """Wait asleep, as for a database."""
    gate.arrive()
    while not gate.open.is_set():
        time.sleep(0.01)
    return "met"


def _wait(gate):
    """Wait for a lock of Python."""
    gate.arrive()
    gate.open.wait()
    return "met"


def _read(gate):
    """Wait for a pipe, which the JVM takes for running."""
    reader, writer = os.pipe()
    threading.Thread(target=lambda: (gate.open.wait(), os.write(writer, b"met")), daemon=True).start()
    gate.arrive()
    try:
        return os.read(reader, 3).decode()
    finally:
        os.close(reader)
        os.close(writer)


def _compute(steps):
    """Use the processor, and say how many threads have done so until now."""
    _entered.add(threading.get_ident())
    total = 0
    for step in range(steps):
        total = (total * 31 + step) % 1_000_003
    return str(len(_entered)) if total >= 0 else ""


def _hold(name):
    """Stay until there is a file of that name."""
    path = os.path.join(os.environ["GATES"], name)
    while not os.path.exists(path):
        time.sleep(0.01)
    return "released"


def _leave():
    """Leave work behind: in the queue of an executor, and in a thread that is no daemon."""
    executor = ThreadPoolExecutor(1)
    for number in range(3):
        executor.submit(_work, f"future {number}")
    threading.Thread(target=_work, args=("thread",)).start()
    return "left"


def _work(name):
    time.sleep(0.2)
    _note(name)


def app(environ, start_response):
    """Do what the path says."""
    _, action, *arguments = environ["PATH_INFO"].split("/")
    if action in ("poll", "wait", "read"):
        name, parties = arguments
        text = {"poll": _poll, "wait": _wait, "read": _read}[action](_gate(name, int(parties)))
    elif action == "compute":
        text = _compute(int(arguments[0]))
    elif action == "hold":
        text = _hold(arguments[0])
    elif action == "leave":
        text = _leave()
    elif action == "exit":
        raise SystemExit(3)
    elif action == "fail":
        raise ValueError("as told")
    else:
        text = threading.current_thread().name
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [text.encode()]


def _note(line):
    with open(os.path.join(os.environ["GATES"], "atexit"), "a", encoding="utf-8") as file:
        file.write(line + "\n")


def _end():
    _note("called")


atexit.register(_end)
