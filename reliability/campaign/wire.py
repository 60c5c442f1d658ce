"""A client that sends exactly the bytes it is given, and takes nothing from a server but valid HTTP/1.1."""

import dataclasses
import re
import socket
import struct
import time

STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})(?: [\t\x20-\x7e\x80-\xff]*)?\Z")
FIELD = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t]*\Z")
LIMIT = 30


class Malformed(Exception):
    """The server has sent what is no response."""


@dataclasses.dataclass
class Response:
    """A response; complete tells whether all of its body came."""

    status: int
    headers: list
    body: bytes
    complete: bool

    def header(self, name):
        """Return the value of a header, or None."""
        return next((value for other, value in self.headers if other == name.lower()), None)


class Connection:
    """A connection to a server, on which nothing is hidden."""

    def __init__(self, port, receive_buffer=0, host="127.0.0.1"):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(LIMIT)
        self.socket.connect((host, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.ended = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        """Send bytes, as far as the server takes them; tell whether it took all."""
        try:
            self.socket.sendall(data)
            return True
        except (ConnectionError, TimeoutError):
            return False

    def end(self):
        """Close the sending side."""
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            # The server has closed the connection already
            pass

    def reset(self):
        """Close so that the server gets a reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def fill(self):
        """Receive some more bytes; tell whether there were any."""
        if self.ended:
            return False
        try:
            data = self.socket.recv(65536)
        except ConnectionError:
            data = b""
        self.ended = not data
        self.buffer += data
        return bool(data)

    def receive_until(self, mark):
        """Receive up to a mark, which is part of what is returned; None if the connection ends before."""
        while mark not in self.buffer:
            if not self.fill():
                return None
        end = self.buffer.index(mark) + len(mark)
        data, self.buffer = self.buffer[:end], self.buffer[end:]
        return data

    def receive_exactly(self, count):
        """Receive so many bytes, or less if the connection ends before."""
        while len(self.buffer) < count and self.fill():
            pass
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def receive(self, method="GET"):
        """Receive a response; None if the connection ends without one."""
        head = self.receive_until(b"\r\n\r\n")
        if head is None:
            if self.buffer:
                raise Malformed(f"not the head of a response: {self.buffer[:200]!r}")
            return None
        lines = head[:-4].split(b"\r\n")
        status_line = STATUS_LINE.match(lines[0])
        if not status_line:
            raise Malformed(f"not a status line: {lines[0][:200]!r}")
        headers = []
        for line in lines[1:]:
            field = FIELD.match(line)
            if not field:
                raise Malformed(f"not a header: {line[:200]!r}")
            headers.append((field[1].decode().lower(), field[2].decode("latin-1")))
        response = Response(int(status_line[1]), headers, b"", True)
        self.receive_body(response, method)
        return response

    def receive_body(self, response, method):
        """Receive what the head announces."""
        lengths = [value for name, value in response.headers if name == "content-length"]
        codings = [value for name, value in response.headers if name == "transfer-encoding"]
        if len(lengths) + len(codings) > 1:
            raise Malformed(f"framed twice: {response.headers}")
        if method == "HEAD" or response.status < 200 or response.status in (204, 304):
            return
        if codings:
            self.receive_chunks(response)
        elif lengths:
            response.body = self.receive_exactly(int(lengths[0]))
            response.complete = len(response.body) == int(lengths[0])
        else:
            while self.fill():
                pass
            response.body, self.buffer = self.buffer, b""

    def receive_chunks(self, response):
        """Receive a chunked body."""
        parts = []
        while True:
            line = self.receive_until(b"\r\n")
            if line is None:
                response.complete = False
                break
            size = int(line.strip(), 16)
            if size == 0:
                response.complete = self.receive_until(b"\r\n") == b"\r\n"
                break
            part = self.receive_exactly(size + 2)
            parts.append(part[:size])
            if len(part) < size + 2:
                response.complete = False
                break
        response.body = b"".join(parts)

    def is_open(self, seconds=0.2):
        """Tell whether the server leaves the connection open for a moment."""
        self.socket.settimeout(seconds)
        try:
            return self.fill()
        except TimeoutError:
            return True
        finally:
            self.socket.settimeout(LIMIT)


def request(target="/", method="GET", headers=(), body=b"", number=None):
    """Return the bytes of a plain request."""
    lines = [f"{method} {target} HTTP/1.1", "Host: campaign"]
    if number is not None:
        lines.append(f"X-Campaign-Id: {number}")
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    lines += headers
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def get(port, target="/", headers=(), number=None):
    """Make a request on a connection of its own."""
    with Connection(port) as connection:
        connection.send(request(target, headers=["Connection: close", *headers], number=number))
        return connection.receive()


def until(condition, seconds=30, pause=0.1):
    """Wait for something; tell whether it became true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(pause)
    return bool(condition())
