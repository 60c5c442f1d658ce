"""Connections that are kept alive and idle: what they cost those that are not."""

import contextlib
import socket

REQUEST = b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"


def run(session, servers, cases):
    for case in cases:
        for server in servers:
            if server.serves(case):
                with session.launched(server, case.app, f"idle-{case.name}") as running:
                    if session.wait(running, case) is not None:
                        _run(session, running, case)


def _run(session, running, case):
    options = session.options
    warmup = options.warmup if running.server.is_java else options.peer_warmup
    if warmup:
        session.load.run(running, case, options.start_connections, warmup)
    for number in range(options.rounds):
        before = _measure(session, running, case)
        with contextlib.ExitStack() as stack:
            opened = _open(stack, running.port, case, options.idle_connections)
            during = _measure(session, running, case)
            alive = sum(map(_is_alive, opened))
        session.rest([running])
        result = {"server": running.name, "case": case.name, "round": number + 1, "connections": len(opened),
                  "alive": alive, "rps_before": before["rps"], "rps": during["rps"],
                  "ratio": during["rps"] / before["rps"], "errors": during["errors"],
                  "rss_mb_before": before["rss_mb"], "rss_mb": during["rss_mb"]}
        session.results.add("idle", result)
        print(f"idle: {running.name}, round {number + 1}: {alive} of {options.idle_connections} connections idle, "
              f"{result['ratio']:.2f} of the throughput before, {during['errors']} errors", flush=True)


def _measure(session, running, case):
    session.rest([running])
    return session.measure(running, case, session.options.start_connections, session.options.duration)


def _open(stack, port, case, count):
    """Open connections, and use each once. The first that is refused or not answered is the last."""
    opened = []
    for _ in range(count):
        client = stack.enter_context(socket.socket())
        client.settimeout(5)
        try:
            client.connect(("127.0.0.1", port))
            client.sendall(REQUEST % case.path.encode())
            if client.recv(65536):
                opened.append(client)
        except OSError:
            break
    return opened


def _is_alive(client):
    client.setblocking(False)
    try:
        return bool(client.recv(1))
    except BlockingIOError:
        return True
    except OSError:
        return False
