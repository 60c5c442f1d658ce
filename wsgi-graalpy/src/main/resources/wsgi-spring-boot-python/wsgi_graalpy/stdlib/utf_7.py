"""UTF-7 (RFC 2152) as CPython reads and writes it.

GraalPy does not read it piece by piece, tells Java's faults, and fails to write halves of characters.
"""

import binascii
import re

from .fault_handling import handle_decoding

__all__ = ["decode", "encode"]

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_SHIFT, _UNSHIFT = ord("+"), ord("-")
_SHIFTED = re.compile(r"[^A-Za-z0-9'(),\-./:? \t\n\r!\"#$%&*;<=>@\[\]^_`{|}]+")


def encode(text, errors=None, /):
    """Return the bytes of a text, and its length. Each character can be written."""
    pieces, position = [], 0
    for match in _SHIFTED.finditer(text):
        start, end = match.span()
        # A sign that is alone among others is written in another way
        while text.startswith("+", start) and start < end:
            pieces.append(text[position:start].encode() + b"+-")
            position = start = start + 1
        if start < end:
            units = text[start:end].encode("utf-16-be", "surrogatepass")
            shifted = b"+" + binascii.b2a_base64(units, newline=False).rstrip(b"=")
            follows = text[end : end + 1].encode()
            if not follows or follows == b"-" or follows in _ALPHABET:
                shifted += b"-"
            pieces.append(text[position:start].encode() + shifted)
        position = end
    pieces.append(text[position:].encode())
    return b"".join(pieces), len(text)


def decode(data, errors=None, final=False, /):
    """Return the text, and how much of the data was read."""
    data = bytes(memoryview(data))
    reader = _Reader(data)
    while True:
        fault = reader.read() or (reader.fault_at_end() if final else None)
        if fault is None:
            position = reader.settled()
            return "".join(reader.characters), position
        start, end, reason = fault
        text, reader.position, reader.data = handle_decoding(errors or "strict", "utf7", reader.data, start, end, reason)
        reader.characters.append(text)


class _Reader:
    """What was read, and what is left of a sequence in base 64."""

    def __init__(self, data):
        self.data = data
        self.position = 0
        self.characters = []
        self._start = 0
        self._count_before = 0
        self._is_shifted = False
        self._bits = self._value = self._half = 0

    def read(self):
        """Read up to a fault, and return its start, end and reason, or ``None`` at the end."""
        while self.position < len(self.data):
            byte = self.data[self.position]
            self.position += 1
            if self._is_shifted:
                reason = self._shifted(byte)
            elif byte == _SHIFT:
                self._start = self.position - 1
                reason = self._shift()
            elif byte < 0x80:
                self.characters.append(chr(byte))
                continue
            else:
                self._start = self.position - 1
                reason = "unexpected special character"
            if reason is not None:
                return self._start, self.position, reason
        return None

    def _shift(self):
        following = self.data[self.position : self.position + 1]
        if following == b"-":
            self.position += 1
            self.characters.append("+")
            return None
        if following and following[0] not in _VALUES:
            self.position += 1
            return "ill-formed sequence"
        self._is_shifted = True
        self._count_before = len(self.characters)
        self._bits = self._value = self._half = 0
        return None

    def _shifted(self, byte):
        value = _VALUES.get(byte)
        if value is None:
            return self._unshift(byte)
        self._value = self._value << 6 | value
        self._bits += 6
        if self._bits >= 16:
            self._bits -= 16
            unit = self._value >> self._bits
            self._value &= (1 << self._bits) - 1
            self._take(unit)
        return None

    def _take(self, unit):
        half, self._half = self._half, 0
        if half:
            if 0xDC00 <= unit < 0xE000:
                self.characters.append(chr(0x10000 + ((half - 0xD800) << 10) + (unit - 0xDC00)))
                return
            self.characters.append(chr(half))
        if 0xD800 <= unit < 0xDC00:
            self._half = unit
        else:
            self.characters.append(chr(unit))

    def _unshift(self, byte):
        self._is_shifted = False
        if self._bits >= 6:
            return "partial character in shift sequence"
        if self._value:
            return "non-zero padding bits in shift sequence"
        if self._half and byte < 0x80:
            self.characters.append(chr(self._half))
        self._half = 0
        if byte != _UNSHIFT:
            self.position -= 1
        return None

    def fault_at_end(self):
        """Return the fault of a sequence that does not end, or ``None``."""
        if not self._is_shifted:
            return None
        self._is_shifted = False
        if self._half or self._bits >= 6 or self._value:
            return self._start, len(self.data), "unterminated shift sequence"
        return None

    def settled(self):
        """Return how much of the data cannot be changed by what follows, and forget the characters of the rest."""
        if not self._is_shifted:
            return self.position
        del self.characters[self._count_before :]
        return self._start
