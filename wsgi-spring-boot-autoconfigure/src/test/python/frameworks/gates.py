"""What lets a request hold another one's response back."""

import threading

_lock = threading.Lock()
_gates = {}


def gate(key):
    """The gate of ``key``, closed at first."""
    with _lock:
        return _gates.setdefault(key, threading.Event())


def events(key):
    """A response in two parts: the second one leaves when the gate has been opened."""
    yield b"one\n"
    if not gate(key).wait(60):
        raise TimeoutError(f"nobody opened {key!r}")
    yield b"two\n"
