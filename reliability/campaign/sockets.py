"""WebSockets in their frames, as a client that keeps none of their rules."""

import base64
import hashlib
import struct
import zlib

from campaign import wire

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
FIN, COMPRESSED = 0x80, 0x40
MASKED = 0x80
MASK = b"\x12\x34\x56\x78"
KEY = base64.b64encode(b"sixteen octets..").decode()
ACCEPTANCE = base64.b64encode(
    hashlib.sha1(f"{KEY}258EAFA5-E914-47DA-95CA-C5AB0DC85B11".encode(), usedforsecurity=False).digest()
).decode()
NO_CODE = 1005
# The last message of a client: when it has come back, the client closes the WebSocket
LAST = b"the last message"


class Refused(Exception):
    """The handshake has another answer than that of a WebSocket."""

    def __init__(self, response):
        super().__init__(f"refused with {response.status if response else 'no answer'}")
        self.response = response


def handshake(target="/echo", headers=(), drop=(), **changes):
    """Return the bytes of a handshake; changes are other values of its headers, by their names with underscores."""
    lines = {
        "Host": "campaign",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": KEY,
        "Sec-WebSocket-Version": "13",
    }
    first = changes.pop("first", f"GET {target} HTTP/1.1")
    lines |= {name.replace("_", "-"): value for name, value in changes.items()}
    lines = {name: value for name, value in lines.items() if name not in drop}
    head = [first, *(f"{name}: {value}" for name, value in lines.items()), *headers]
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n"


def mask(payload):
    """Return the payload as a client has to send it."""
    if not payload:
        return b""
    key = (MASK * (len(payload) // 4 + 1))[: len(payload)]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(len(payload), "big")


def frame(first, payload=b"", length=None, masked=True, form=None):
    """Return a frame; its length can be a lie, and in a longer form than it needs (126 or 127)."""
    size = len(payload) if length is None else length
    form = form or (size if size < 126 else 126 if size < 65536 else 127)
    head = bytes([first, form | (MASKED if masked else 0)])
    if form == 126:
        head += struct.pack(">H", size)
    elif form == 127:
        head += struct.pack(">Q", size)
    return head + (MASK + mask(payload) if masked else payload)


def text(value, first=FIN | TEXT):
    """Return a message in one frame."""
    return frame(first, value if isinstance(value, bytes) else value.encode())


def closing(code=None, reason=b""):
    """Return the frame of an end."""
    return frame(FIN | CLOSE, b"" if code is None else struct.pack(">H", code) + reason)


class WebSocket:
    """An open WebSocket."""

    def __init__(self, port, target="/echo", headers=(), receive_buffer=0, data=b"", **changes):
        self.connection = wire.Connection(port, receive_buffer)
        # The bit of compressed messages, if there may be any
        self.allowed = 0
        self.unpacker = zlib.decompressobj(-15)
        self.connection.send(handshake(target, headers, **changes) + data)
        try:
            self.head = self.connection.receive()
            if self.head is None or self.head.status != 101:
                raise Refused(self.head)
            if self.head.header("sec-websocket-accept") != ACCEPTANCE:
                raise wire.Malformed(f"accepts another key: {self.head.headers}")
            if "permessage-deflate" in (self.head.header("sec-websocket-extensions") or ""):
                self.allowed = COMPRESSED
        except BaseException:
            self.connection.socket.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.socket.close()

    def send(self, data):
        """Send frames; tell whether the server took them."""
        return self.connection.send(data)

    def receive_frame(self):
        """Return the first octet and the payload of a frame; None when the connection ends."""
        head = self.connection.receive_exactly(2)
        if len(head) < 2:
            return None
        first, length = head
        if length & MASKED:
            raise wire.Malformed("the server masks its frames")
        if first & 0x70 & ~self.allowed or first & 15 not in (CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG):
            raise wire.Malformed(f"a frame that begins with {first:#x}")
        if length > 125:
            size = {126: 2, 127: 8}[length]
            length = int.from_bytes(self.connection.receive_exactly(size), "big")
        payload = self.connection.receive_exactly(length)
        return (first, payload) if len(payload) == length else None

    def receive(self):
        """Return the kind and the payload of a message or of an end; pings are answered. None without an end."""
        kind, parts = None, []
        while (found := self.receive_frame()) is not None:
            first, payload = found
            opcode = first & 15
            if opcode == PING:
                self.send(frame(FIN | PONG, payload))
            elif opcode in (CLOSE, PONG):
                return opcode, payload
            else:
                compressed = first & COMPRESSED if kind is None else compressed
                kind = opcode if kind is None else kind
                parts.append(payload)
                if first & FIN:
                    whole = b"".join(parts)
                    return kind, self.unpacker.decompress(whole + b"\0\0\xff\xff") if compressed else whole
        return None

    def outcome(self):
        """Return what is left to come: the number of messages, if there are any, and the code, or "cut" without one.

        The last message of the client, which it sends to have the WebSocket closed, does not count.
        """
        messages = 0
        while (found := self.receive()) is not None:
            kind, payload = found
            if kind == CLOSE:
                code = int.from_bytes(payload[:2], "big") if payload else NO_CODE
                # Or the server would wait for it
                self.send(closing(code if payload else None))
                # In the midst of a frame it takes that for a part of it, and goes on waiting for some time
                self.connection.is_open(1)
                return f"{messages}x {code}" if messages else str(code)
            if payload == LAST:
                self.send(closing(1000))
            else:
                messages += kind != PONG
        return f"{messages}x cut" if messages else "cut"
