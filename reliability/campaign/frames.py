"""HTTP/2 in its frames, as a client that keeps none of its rules."""

import struct

from campaign import wire

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
END_STREAM, ACK, END_HEADERS, PADDED, WITH_PRIORITY = 1, 1, 4, 8, 32
NO_ERROR, PROTOCOL_ERROR, INTERNAL_ERROR, FLOW_CONTROL_ERROR = 0, 1, 2, 3
NAMES = {":authority": 1, ":method": 2, ":path": 4, ":scheme": 6, ":status": 8}
# The entries of the static table that responses use
STATUSES = {8: 200, 9: 204, 10: 206, 11: 304, 12: 400, 13: 404, 14: 500}


def frame(kind, flags=0, stream=0, payload=b"", length=None):
    """Return a frame; its length can be a lie."""
    size = len(payload) if length is None else length
    return struct.pack(">I", size)[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def number(value, prefix, first=0):
    """Return an integer of HPACK."""
    limit = (1 << prefix) - 1
    if value < limit:
        return bytes([first | value])
    octets = bytearray([first | limit])
    value -= limit
    while value >= 128:
        octets.append(value % 128 + 128)
        value //= 128
    octets.append(value)
    return bytes(octets)


def text(value):
    """Return a string of HPACK, as it is."""
    octets = value.encode("latin-1")
    return number(len(octets), 7) + octets


def block(*pairs):
    """Return headers that no table takes part in."""
    return b"".join(literal(name) + text(value) for name, value in pairs)


def literal(name):
    """Return the name of a header; Tomcat takes pseudo-headers by their places in the static table only."""
    return number(NAMES[name], 4) if name in NAMES else b"\x00" + text(name)


def pseudo(path="/first", method="GET", authority="campaign", scheme="http"):
    """Return the pseudo-headers of a request."""
    pairs = ((":method", method), (":scheme", scheme), (":path", path), (":authority", authority))
    return [(name, value) for name, value in pairs if value is not None]


def get(stream, path="/first", extra=(), flags=END_HEADERS | END_STREAM, **changes):
    """Return the frame of a request."""
    return frame(HEADERS, flags, stream, block(*pseudo(path, **changes), *extra))


class Http2:
    """A connection that speaks HTTP/2 from the start."""

    def __init__(self, port, settings=b""):
        self.connection = wire.Connection(port)
        self.connection.send(PREFACE + frame(SETTINGS, 0, 0, settings))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.socket.close()

    def send(self, data):
        """Send frames; tell whether the server took them."""
        return self.connection.send(data)

    def frames(self):
        """Return the frames that come until the server closes the connection or says nothing for the time limit."""
        while True:
            head = self.connection.receive_exactly(9)
            if len(head) < 9:
                return
            length = int.from_bytes(head[:3], "big")
            payload = self.connection.receive_exactly(length)
            if len(payload) < length:
                return
            yield head[3], head[4], int.from_bytes(head[5:], "big") & 0x7FFFFFFF, payload

    def outcome(self, stream):
        """Return what becomes of a stream: a status, "reset" with a code, "goaway" with one, or "closed"."""
        for kind, flags, of, payload in self.frames():
            if kind == SETTINGS and not flags & ACK:
                self.send(frame(SETTINGS, ACK))
            elif kind == GOAWAY:
                return f"goaway {int.from_bytes(payload[4:8], 'big')}"
            elif kind == RST_STREAM and of == stream:
                return f"reset {int.from_bytes(payload, 'big')}"
            elif kind == HEADERS and of == stream:
                return str(status(payload))
        return "closed"

    def outcome_soon(self, stream, seconds=2):
        """Return what becomes of a stream within a time limit, or else "silent"."""
        self.connection.socket.settimeout(seconds)
        try:
            return self.outcome(stream)
        except TimeoutError:
            return "silent"

    def body(self, stream):
        """Return the body of a stream; None if it does not end as it should."""
        parts = []
        for kind, flags, of, payload in self.frames():
            if of != stream and kind not in (GOAWAY, SETTINGS):
                continue
            if kind == SETTINGS and not flags & ACK:
                self.send(frame(SETTINGS, ACK))
            elif kind in (GOAWAY, RST_STREAM):
                return None
            elif kind == DATA:
                parts.append(payload)
                if payload:
                    update = struct.pack(">I", len(payload))
                    self.send(frame(WINDOW_UPDATE, 0, 0, update) + frame(WINDOW_UPDATE, 0, stream, update))
            if kind in (DATA, HEADERS) and flags & END_STREAM:
                return b"".join(parts)
        return None


def status(payload):
    """Return the status that a block of headers begins with."""
    position = 0
    while payload[position] & 0xE0 == 0x20:
        # A change of the size of the table may come first
        long = payload[position] & 0x1F == 0x1F
        position += 1
        while long and payload[position] & 0x80:
            position += 1
        position += long
    first = payload[position]
    if first & 0x80:
        return STATUSES.get(first & 0x7F)
    named = first & (0x3F if first & 0x40 else 0x0F)
    position += 1
    if not named:
        position += 1 + (payload[position] & 0x7F)
    length = payload[position] & 0x7F
    value = payload[position + 1 : position + 1 + length]
    return int(unhuffman(value) if payload[position] & 0x80 else value)


def unhuffman(value):
    """Decode digits."""
    codes = {f"{code:05b}": str(code) for code in range(3)} | {f"{code + 22:06b}": str(code) for code in range(3, 10)}
    bits = "".join(f"{octet:08b}" for octet in value)
    digits, begin = "", 0
    while len(digits) < 3:
        length = 5 if bits[begin : begin + 5] in codes else 6
        digits += codes[bits[begin : begin + length]]
        begin += length
    return digits
