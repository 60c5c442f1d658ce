"""The load generator for WebSockets: connections that each send a text when the one before has come back.

Usage: python -m bench.websocket PORT PATH FIRST COUNT SECONDS

It opens COUNT connections, which are numbered from FIRST on, prints a line, and begins when it can read one. In the end
it prints its results as JSON. It is a loop around epoll and nothing else, to take little from the servers.
"""

import base64
import contextlib
import hashlib
import itertools
import json
import os
import select
import socket
import sys
import time
from collections import Counter

TIMEOUT = 10
TEXT, CLOSE, PING, PONG = 0x81, 0x88, 0x89, 0x8A  # First bytes of frames that are a whole message
MASKED = 0x80
NORMAL_CLOSURE = b"\x03\xe8"
GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Connection:
    """An open WebSocket, whose texts are no other one's, and differ from one to the next."""

    def __init__(self, port, path, number=0, timeout=TIMEOUT):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.echoes = 0
        texts = [f"Message {turn} of connection {number:05}, ".encode().ljust(100, b".") for turn in range(2)]
        # Masked once, and not for each message, to take less time
        self._exchanges = itertools.cycle([(_masked(TEXT, text), bytes([TEXT, len(text)]) + text) for text in texts])
        self._received = b""
        try:
            self._shake_hands(path)
        except BaseException:
            self.socket.close()
            raise

    def _shake_hands(self, path):
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        while b"\r\n\r\n" not in self._received:
            self._received += self._read()
        head, _, self._received = self._received.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        accept = base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
        if status.split()[1:2] != ["101"] or headers.get("sec-websocket-accept") != accept:
            raise OSError(f"no WebSocket: {status}")

    def send(self):
        """Send the next text. There is always room for it, because the one before was taken."""
        frame, self._expected = next(self._exchanges)
        self.sent = time.perf_counter()
        self.socket.send(frame)

    def receive(self):
        """Read what is there, and return whether the echo is complete. Anything but the echo is a ValueError."""
        data = self._read()
        if data == self._expected and not self._received:
            self.echoes += 1
            return True
        self._received += data
        return self._parse()

    def close(self):
        with contextlib.suppress(OSError):
            self.socket.send(_masked(CLOSE, NORMAL_CLOSURE))
        self.socket.close()

    def _read(self):
        data = self.socket.recv(4096)
        if not data:
            raise ConnectionError("the connection was closed")
        return data

    def _parse(self):
        """Take the echo, which came in pieces or behind something else, from what was received, and answer pings."""
        echoed = False
        while len(self._received) >= 2 and len(self._received) >= (end := 2 + self._received[1]):
            frame, self._received = self._received[:end], self._received[end:]
            if frame[0] == PING:
                self.socket.send(_masked(PONG, frame[2:]))
            elif frame == self._expected and not echoed:
                echoed = True
            else:
                raise ValueError(f"wrong frame: {frame!r}")
        self.echoes += echoed
        return echoed


def _masked(kind, payload):
    mask = os.urandom(4)
    return (bytes([kind, MASKED | len(payload)]) + mask
            + bytes(byte ^ key for byte, key in zip(payload, itertools.cycle(mask))))


def check(port, path, timeout):
    """Send two texts, and say what is wrong with the echoes, or return None."""
    try:
        with contextlib.closing(Connection(port, path, timeout=timeout)) as connection:
            for _ in range(2):
                connection.send()
                while not connection.receive():
                    pass
    except (OSError, ValueError) as exception:
        return f"{type(exception).__name__}: {exception}"
    return None


def open_connections(port, path, first, count):
    """Open connections. The first that fails is the last, so that a server which accepts none is not waited for."""
    opened = []
    for number in range(first, first + count):
        try:
            opened.append(Connection(port, path, number))
        except OSError as exception:
            print(f"connection {number}: {type(exception).__name__}: {exception}", file=sys.stderr)
            break
        opened[-1].socket.setblocking(False)
    return opened


def exchange(connections, seconds):
    """Send and receive for some seconds. Return these seconds, the latencies and the errors."""
    latencies, errors = [], Counter()
    with select.epoll() as poll:
        left = {connection.socket.fileno(): connection for connection in connections}
        for descriptor in left:
            poll.register(descriptor, select.EPOLLIN)
        start = time.perf_counter()
        for connection in connections:
            connection.send()
        while left and (remaining := start + seconds - time.perf_counter()) > 0:
            for descriptor, _ in poll.poll(remaining):
                connection = left[descriptor]
                try:
                    if connection.receive():
                        latencies.append(time.perf_counter() - connection.sent)
                        connection.send()
                except (OSError, ValueError) as exception:
                    _tell(exception, errors)
                    poll.unregister(descriptor)
                    del left[descriptor]
    errors["timeout"] = sum(not connection.echoes for connection in left.values())
    return max(seconds, time.perf_counter() - start), latencies, errors


def _tell(exception, errors):
    if not errors:
        print(f"{type(exception).__name__}: {exception}", file=sys.stderr)
    errors["echo" if isinstance(exception, ValueError) else "read"] += 1


def main(port, path, first, count, seconds):
    connections = open_connections(int(port), path, int(first), int(count))
    print("ready", flush=True)
    sys.stdin.readline()
    cpu = time.process_time()
    elapsed, latencies, errors = exchange(connections, float(seconds))
    for connection in connections:
        connection.close()
    errors["connect"] = int(count) - len(connections)
    print(json.dumps({"seconds": elapsed, "cpu_before": cpu, "errors": errors,
                      "latencies_us": Counter(round(latency * 1e6) for latency in latencies)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
