"""Every server with every case and number of connections.

All servers of one application are up at the same time, but only one has load. So a server is measured right before
and after those that it is compared with, in each round, and a JIT has to warm up only once.
"""

import contextlib


def run(session, servers, cases):
    for app in dict.fromkeys(case.app for case in cases):
        _run_app(session, servers, [case for case in cases if case.app == app])


def _run_app(session, servers, cases):
    with contextlib.ExitStack() as stack:
        running = []
        for server in servers:
            own = [case for case in cases if server.serves(case)]
            if own:
                candidate = stack.enter_context(session.launched(server, own[0].app, own[0].app.partition(":")[0]))
                if _is_ready(session, candidate, own):
                    running.append(candidate)
        for candidate in running:
            _warm_up(session, candidate, [case for case in cases if candidate.server.serves(case)])
        for number in range(session.options.rounds):
            for case in cases:
                takers = [candidate for candidate in running if candidate.server.serves(case)]
                for connections in connections_of(session.options, case):
                    _measure(session, number, case, connections, _rotated(takers, number), running)
        for candidate in running:
            for case in cases:
                if candidate.server.serves(case):
                    session.checked(candidate, case, "after the load")


def connections_of(options, case):
    return options.connections or case.connections


def warmup_of(options, server, cases):
    """Seconds of load for each case. A JVM needs them for the application, however few its cases are."""
    return -(-application_warmup_of(options, server) // cases) if server.is_java else options.peer_warmup


def application_warmup_of(options, server):
    """Seconds of load for all cases of an application together, on a JVM."""
    return options.warmup if server.compiles_python else -(-options.warmup // 4)


def _is_ready(session, candidate, cases):
    return (session.wait(candidate, cases[0]) is not None
            and all([session.checked(candidate, case, "before the load") for case in cases]))


def _warm_up(session, candidate, cases):
    seconds = warmup_of(session.options, candidate.server, len(cases))
    for case in cases if seconds else ():
        print(f"{case.app}: {candidate.name} warms up with {case.name}", flush=True)
        session.load.run(candidate, case, 16 if 16 in case.connections else 64, seconds)


def _measure(session, number, case, connections, takers, running):
    for taker in takers:
        session.rest(running)
        result = session.measure(taker, case, connections, session.options.duration)
        session.results.add("matrix", {"round": number + 1} | result)
        print(f"round {number + 1}: {case.name}, {connections} connections: {taker.name} {result['rps']:,.0f}/s, "
              f"p99 {result['p99_ms'] or float('nan'):.1f} ms, errors {result['errors']}", flush=True)


def _rotated(takers, number):
    """The order of a round: each time another one is first, and the direction changes, so that no place is kept."""
    if not takers:
        return []
    shift = number % len(takers)
    order = takers[shift:] + takers[:shift]
    return order if number % 2 == 0 else order[::-1]
