"""What applications note while they run, for other requests to read, and to wait for."""

import threading

_TIMEOUT = 300

_changed = threading.Condition()
_events = {}


def note(key, event):
    """Add ``event`` to the list of ``key``."""
    with _changed:
        _events.setdefault(key, []).append(event)
        _changed.notify_all()


def wait(key, event):
    """Wait until ``event`` has been noted."""
    with _changed:
        if not _changed.wait_for(lambda: event in _events.get(key, ()), _TIMEOUT):
            raise TimeoutError(f"{event!r} never happened; what did: {_events.get(key)}")


def events(key):
    """What has been noted so far."""
    with _changed:
        return list(_events.get(key, ()))
