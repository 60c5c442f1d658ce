"""Frames that break a rule of RFC 6455, or nearly do, each with what is expected of them.

What is expected is a line such as "1002" or "1x 1000": the number of messages that come back, and the code of the end.
Behind each comes one more message, which does not count, and when that has come back, the client closes with 1000. So
"1x 1000" means that the WebSocket was as good as before.
"""

import dataclasses
import random
import zlib

from campaign import sockets, wire
from campaign.sockets import BINARY, CLOSE, COMPRESSED, CONTINUATION, FIN, PING, PONG, TEXT, closing, frame, text

WRONG = "1002"
NO_TEXT = "1007"
TOO_BIG = "1009"
GOOD = "1000"
ECHO = "1x 1000"
# The largest message that the server takes
LIMIT = 1_000_000


@dataclasses.dataclass(frozen=True)
class Breach:
    """Frames, and what is expected of them."""

    name: str
    data: bytes
    expected: str
    compressed: bool = False


def reserved():
    """Reserved bits and opcodes."""
    for bits in range(0x10, 0x80, 0x10):
        for opcode in (TEXT, BINARY, PING, PONG, CLOSE):
            yield Breach(f"bits {bits:#x} of opcode {opcode}", frame(FIN | bits | opcode, b"x"), WRONG)
    for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15):
        for first in (FIN | opcode, opcode):
            yield Breach(f"opcode {first:#x}", frame(first, b"x"), WRONG)


def lengths():
    """Lengths and masks."""
    yield Breach("no mask", frame(FIN | TEXT, b"x", masked=False), WRONG)
    yield Breach("no mask of a ping", frame(FIN | PING, b"x", masked=False), WRONG)
    # A receiver need not check it
    yield Breach("five octets in the form of 126", frame(FIN | TEXT, b"good!", form=126), f"{ECHO}|{WRONG}")
    yield Breach("five octets in the form of 127", frame(FIN | TEXT, b"good!", form=127), f"{ECHO}|{WRONG}")
    for length in (1 << 63, (1 << 64) - 1):
        yield Breach(f"a length of {length:#x}", frame(FIN | TEXT, b"x", length), f"{WRONG}|{TOO_BIG}")
    for opcode in (TEXT, BINARY):
        for length in (LIMIT, LIMIT + 1):
            expected = ECHO if length == LIMIT else TOO_BIG
            yield Breach(f"{length} octets of {opcode}", frame(FIN | opcode, b"x" * length), expected)
            half = length // 2
            data = frame(opcode, b"x" * half) + frame(FIN, b"x" * (length - half))
            yield Breach(f"{length} octets of {opcode} in two frames", data, expected)
        # What was announced never comes; what the client sends behind it, masked again, is no text
        expected = f"{TOO_BIG}|{NO_TEXT}" if opcode == TEXT else TOO_BIG
        yield Breach(f"an exabyte of {opcode}", frame(FIN | opcode, b"x" * (LIMIT + 20_000), 1 << 60), expected)
    for opcode in (PING, PONG, CLOSE):
        yield Breach(f"126 octets of {opcode}", frame(FIN | opcode, b"\x03\xe8" + b"x" * 124), WRONG)
        yield Breach(f"a part of {opcode}", frame(opcode, b"\x03\xe8"), WRONG)


def order():
    """Frames out of order."""
    for first in (FIN, 0):
        yield Breach(f"{first} continues nothing", frame(first, b"x"), WRONG)
        # The message may be on its way back when the fault is found
        yield Breach(f"{first} behind a message", text("x") + frame(first, b"x"), "1x 1002|1002")
    for first in (FIN | TEXT, FIN | BINARY, TEXT, BINARY):
        yield Breach(f"{first} within a message", frame(TEXT, b"x") + frame(first, b"x"), WRONG)
    many = frame(TEXT, b"x") + frame(CONTINUATION, b"x") * 20_000 + frame(FIN, b"x")
    yield Breach("20,002 frames of an octet", many, ECHO)
    yield Breach("20,002 empty frames", frame(BINARY) + frame(CONTINUATION) * 20_000 + frame(FIN), ECHO)
    controls = frame(TEXT, b"a") + (frame(FIN | PONG, b"p") + frame(CONTINUATION, b"b")) * 500 + frame(FIN, b"c")
    yield Breach("pongs between 500 frames", controls, ECHO)
    yield Breach("an end within a message", frame(TEXT, b"a") + closing(1000), GOOD)
    yield Breach("a message behind the end", closing(1000) + text("late"), GOOD)
    yield Breach("an end behind the end", closing(1000) + closing(1001), GOOD)
    yield Breach("what is no frame behind the end", closing(1000) + b"\xff" * 100, GOOD)


INVALID = (
    b"\xff",
    b"\x80",
    b"\xc0\xaf",
    b"\xe0\x80\xaf",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xf8\x88\x80\x80\x80",
    b"good\xce",
    b"good\xe2\x82",
    b"\xed\xa0\x80\xed\xb0\x80",
)


def texts():
    """Text that is no UTF-8, whole and in pieces."""
    for octets in INVALID:
        yield Breach(f"{octets!r}", text(octets), NO_TEXT)
        pieces = [octets[place : place + 1] for place in range(len(octets))]
        data = frame(TEXT, b"begin") + b"".join(frame(CONTINUATION, piece) for piece in pieces) + frame(FIN)
        yield Breach(f"{octets!r} in pieces", data, NO_TEXT)
        yield Breach(f"{octets!r} behind a message", text("x") + text(octets), "1x 1007|1007")
        yield Breach(f"{octets!r} as bytes", frame(FIN | BINARY, octets), ECHO)
    good = "\u00fc\u65e5\U0001f600".encode()
    pieces = b"".join(frame(CONTINUATION, good[place : place + 1]) for place in range(len(good)))
    yield Breach("characters in pieces", frame(TEXT) + pieces + frame(FIN), ECHO)
    yield Breach("a reason that is no UTF-8", closing(1000, b"\xff"), f"{WRONG}|{NO_TEXT}")


def ends():
    """Codes and reasons of ends."""
    for code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999):
        # Tomcat takes those that came behind RFC 6455 for wrong
        expected = f"{code}|{WRONG}" if 1012 <= code <= 1014 else str(code)
        yield Breach(f"the end with {code}", closing(code), expected)
        yield Breach(f"the end with {code} and a reason", closing(code, b"x" * 123), expected)
    for code in (0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535):
        yield Breach(f"the end with {code}", closing(code), WRONG)
    yield Breach("the end without a code", closing(), "1005|1000")
    yield Breach("the end with an octet", frame(FIN | CLOSE, b"x"), WRONG)


def packed(data, level=9):
    """Compress a message."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return (packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)).removesuffix(b"\0\0\xff\xff")


def compression():
    """Messages that are compressed, and those that only say so."""

    def breach(name, data, expected):
        return Breach(name, data, expected, True)

    good = packed(b"good" * 1000)
    first = FIN | COMPRESSED
    chance = random.Random(1)
    yield breach("a message", frame(first | TEXT, good), ECHO)
    halves = frame(COMPRESSED | TEXT, good[:5]) + frame(FIN, good[5:])
    yield breach("a message in two frames", halves, ECHO)
    yield breach("an empty message", frame(first | TEXT, b"\0"), ECHO)
    yield breach("no octet at all", frame(first | TEXT), f"{ECHO}|{WRONG}|{NO_TEXT}")
    yield breach("a message that is not compressed", text("good"), ECHO)
    for octets in (b"\xff", b"\x07", b"good good good", chance.randbytes(1000), good[:5] + b"\xff" * 20):
        yield breach(f"{octets[:16]!r} as compressed", frame(first | BINARY, octets), "1002|1007|1x 1000")
    # Tomcat does not mind
    yield breach("the bit on a later frame", frame(TEXT, b"a") + frame(first, b"b"), f"{WRONG}|{ECHO}")
    yield breach("the bit on a ping", frame(first | PING, b"b"), WRONG)
    for bomb in (LIMIT + 1, 100 * LIMIT):
        yield breach(f"a bomb of {bomb} octets", frame(first | BINARY, packed(b"\0" * bomb)), TOO_BIG)
    yield breach("no UTF-8 in what is compressed", frame(first | TEXT, packed(b"\xff")), NO_TEXT)


FAMILIES = {
    "reserved bits and opcodes": reserved,
    "lengths and masks": lengths,
    "frames out of order": order,
    "text that is none": texts,
    "codes of ends": ends,
    "compressed messages": compression,
}


def handshakes():
    """Handshakes, each with its status; nothing but 101 opens a WebSocket."""
    shake = sockets.handshake
    yield "a handshake", shake(), "101"
    yield "names in other cases", shake(drop=("Upgrade",), headers=("uPGRADE: WebSocket",)), "101"
    yield "several tokens", shake(Connection="keep-alive, x, upgrade"), "101"
    yield "tokens in two headers", shake(headers=("Connection: keep-alive",)), "101"
    # Without these, it is a request like any other
    yield "no Upgrade", shake(drop=("Upgrade",)), "200"
    yield "no Connection", shake(drop=("Connection",)), "200"
    yield "another protocol", shake(Upgrade="h3"), "200"
    yield "a POST", shake(first="POST /echo HTTP/1.1"), "200"
    yield "HTTP/1.0", shake(first="GET /echo HTTP/1.0"), "200"
    for version in ("", "0", "8", "12", "14", "013", "13, 8", "x", "13 13", "999999999999"):
        yield f"version {version!r}", shake(Sec_WebSocket_Version=version), "426"
    yield "no version", shake(drop=("Sec-WebSocket-Version",)), "426"
    yield "two versions", shake(headers=("Sec-WebSocket-Version: 8",)), "426|400|101"
    for key in ("", "x", "a" * 22, "a" * 24, "a" * 25 + "==", "\xe9" * 22 + "==", "=" * 24, "a" * 4000):
        yield f"key {key[:30]!r}", shake(Sec_WebSocket_Key=key), "400"
    yield "no key", shake(drop=("Sec-WebSocket-Key",)), "400"
    yield "two keys", shake(headers=(f"Sec-WebSocket-Key: {'b' * 22}==",)), "400|101"
    yield "no Host", shake(drop=("Host",)), "400"
    for origin in ("null", "http://evil", "x" * 1000, "\xe9"):
        yield f"origin {origin[:20]!r}", shake(Origin=origin), "101"
    for name in ("", ",", "a", "a,b", "a,a", "a b", "\xe9", '"', "a" * 4000, ",".join("ab" * 500)):
        yield f"subprotocol {name[:20]!r}", shake(Sec_WebSocket_Protocol=name), "101|400"
    for offer in (
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=15",
        "permessage-deflate; server_max_window_bits=8",
        "permessage-deflate; server_max_window_bits=99",
        "permessage-deflate; server_max_window_bits=8, permessage-deflate",
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; unknown=1",
        "permessage-deflate=1",
        "permessage-deflate, permessage-deflate",
        ", ".join(["permessage-deflate"] * 200),
        "x-webkit-deflate-frame",
        "unknown; a=b",
        'unknown; a="b;c,d"',
        ";",
        ",",
        "=",
        "a;;b",
        'a; b="',
        "a; b=\xe9",
        "\xe9",
        "a" * 7000,
    ):
        yield f"extensions {offer[:40]!r}", shake(Sec_WebSocket_Extensions=offer), "101|400"
    yield "a body", shake(headers=("Content-Length: 4",)) + b"body", "101|400"
    smuggled = b"GET /smuggled HTTP/1.1\r\nHost: campaign\r\n\r\n"
    yield "a request as its body", shake(headers=(f"Content-Length: {len(smuggled)}",)) + smuggled, "101|400"
    yield "a chunked body", shake(headers=("Transfer-Encoding: chunked",)) + b"4\r\nbody\r\n0\r\n\r\n", "101|400"
    yield "a request behind it", shake() + smuggled, "101"
    after = wire.request("/after")
    yield "a request behind a refused one", shake(Sec_WebSocket_Key="x") + after, "400|400 200"
    yield "a denial", shake("/deny"), "418"
    yield "a request behind a denied one", shake("/deny") + after, "418 200|418"
    yield "too large a header", shake(headers=(f"X-A: {'a' * 100_000}",)), "400|431"
