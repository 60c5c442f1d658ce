"""From launch: load from the first moment, and what was served and spent by when."""

import bisect
import socket
import threading
import time

from .load import wait_until_served

MARKS = (1, 5, 10, 30, 60, 120)
SLICE = 1  # seconds


def run(session, servers, cases):
    for case in cases:
        for launch in range(1, session.options.launches + 1):
            for server in servers:
                if server.serves(case):
                    with session.launched(server, case.app, f"ramp-{case.name}-{launch}") as running:
                        session.results.add("ramp", {"launch": launch} | _ramp(session, running, case))


def _ramp(session, running, case):
    seconds = session.options.ramp_seconds
    first = {}

    def watch():
        first["seconds"], _ = wait_until_served(running.process, running.port, case, seconds)
        first["cpu"] = None if first["seconds"] is None else running.process.cpu()

    watcher = threading.Thread(target=watch)
    watcher.start()
    _wait_until_it_listens(running, seconds)
    marks = [mark for mark in MARKS if mark <= seconds] or [seconds]
    points = [(running.process.age(), 0, running.process.cpu())]
    errors, total = 0, 0
    while running.process.age() < seconds and running.process.alive():
        result = session.load.run(running, case, session.options.start_connections, SLICE)
        total, errors = total + result["requests"], errors + result["errors"]
        points.append((running.process.age(), total, running.process.cpu()))
    watcher.join()
    if first["seconds"] is None:
        session.results.fail(running.server, f"ramp of {case.name}", running.process.last_lines())
    else:
        session.wait(running, case)
    ramp = {"server": running.name, "case": case.name, "connections": session.options.start_connections,
            "first_200": first["seconds"], "cpu_at_first_200": first["cpu"], "errors": errors,
            "served": {mark: round(_at(points, mark, 1)) for mark in marks},
            "cpu": {mark: _at(points, mark, 2) for mark in marks},
            "rss_mb": running.process.rss(), "pss_mb": running.process.pss(), "points": points}
    print(f"ramp of {case.name}: {running.name}: first 200 after {first['seconds'] or float('nan'):.1f} s, "
          f"served {ramp['served']}, errors {errors}", flush=True)
    return ramp


def _wait_until_it_listens(running, seconds):
    while running.process.age() < seconds and running.process.alive():
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", running.port)) == 0:
                return
        time.sleep(0.01)


def _at(points, moment, field):
    """The value at a moment, on a line between the points before and after it."""
    index = bisect.bisect_left([point[0] for point in points], moment)
    if index == 0:
        return 0.0 if field == 1 else points[0][field] * moment / points[0][0]
    if index == len(points):
        return float(points[-1][field])
    (start, *_), (end, *_) = points[index - 1], points[index]
    low, high = points[index - 1][field], points[index][field]
    return low + (high - low) * (moment - start) / (end - start)
