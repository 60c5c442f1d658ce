"""Memory: resident size and throughput by heap, and the smallest heap that serves."""

from .load import check, wait_until_served
from .session import START_TIMEOUT

HEAPS = (None, "256m", "512m", "1g")  # None: the default
STEP = 16  # MB
SMALLEST, LARGEST = 48, 512  # MB
HEAP_SECONDS = 15  # of load with each of these


def run(session, servers, cases):
    for case in cases:
        for server in servers:
            if not server.serves(case):
                continue
            for heap in HEAPS if server.is_java else HEAPS[:1]:
                _measure(session, server, case, heap)
            if server.kind == "ours":
                smallest = _smallest_heap(session, server, case)
                session.results.add("memory", {"server": server.name, "case": case.name, "smallest_heap_mb": smallest})
                print(f"memory: {server.name}: smallest heap that serves {case.name}: {smallest} MB", flush=True)


def _measure(session, server, case, heap):
    options = session.options
    with session.launched(server, case.app, f"memory-{heap or 'default'}", _flag(heap)) as running:
        if session.wait(running, case) is None or not session.checked(running, case, f"with heap {heap}"):
            return
        warmup = options.memory_warmup if server.is_java else options.peer_warmup
        if warmup:
            session.load.run(running, case, options.start_connections, warmup)
        result = session.measure(running, case, options.start_connections, options.duration)
        session.results.add("memory", {"heap": heap} | result)
        print(f"memory: {server.name}, heap {heap or 'default'}: {result['rss_mb']:.0f} MB, {result['rps']:,.0f}/s",
              flush=True)


def _smallest_heap(session, server, case):
    """Search between sizes of which the lower one does not serve and the upper one does."""
    low, high = SMALLEST, LARGEST
    if not _serves(session, server, case, high):
        return None
    while high - low > STEP:
        middle = (low + high) // 2 // STEP * STEP
        if _serves(session, server, case, middle):
            high = middle
        else:
            low = middle
    return high


def _serves(session, server, case, size):
    """Whether a server starts and answers every request under load, with so many MB of heap."""
    with session.launched(server, case.app, f"memory-{size}m", _flag(f"{size}m"), must_stop=False) as running:
        _, problem = wait_until_served(running.process, running.port, case, START_TIMEOUT)
        if problem:
            return False
        result = session.load.run(running, case, session.options.start_connections, HEAP_SECONDS)
        return (result["requests"] > 0 and result["errors"] == 0
                and "OutOfMemoryError" not in running.process.output()
                and check(running.port, case) is None)


def _flag(heap):
    return f"-Xmx{heap}" if heap else ""
