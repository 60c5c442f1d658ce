"""Base 64 that is not as it should be, and separators between digits, for ``binascii``.

GraalPy leaves decoding to Java, which fails where CPython reads on or stops: a ``=`` before the end, or what comes after it.
"""

import binascii
from operator import index

from .builtin import Builtin

__all__ = ["install"]

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_PADDING = ord("=")


def install():
    """Replace the functions."""
    decode, digits = binascii.a2b_base64, binascii.b2a_hex

    def a2b_base64(data, /, *, strict_mode=False):
        """Decode a line of base64 data."""
        try:
            result = decode(data, strict_mode=strict_mode)
        except binascii.Error:
            result = None
        else:
            if not _may_be_otherwise(data, strict_mode):
                return result
        return _decode(data.encode() if isinstance(data, str) else bytes(memoryview(data)), strict_mode)

    def b2a_hex(data, sep=None, bytes_per_sep=1):
        """Hexadecimal representation of binary data."""
        if sep is None:
            return digits(data)
        if len(sep) != 1:
            raise ValueError("sep must be length 1.")
        if not isinstance(sep, (str, bytes)):
            raise TypeError("sep must be str or bytes.")
        if isinstance(sep, str) and sep > "\xff":
            raise ValueError("sep must be ASCII.")
        separator = sep.encode("latin-1") if isinstance(sep, str) else sep
        return bytes(memoryview(data)).hex(":", index(bytes_per_sep)).encode().replace(b":", separator)

    def hexlify(data, sep=None, bytes_per_sep=1):
        """Hexadecimal representation of binary data."""
        return b2a_hex(data, sep, bytes_per_sep)

    for function in a2b_base64, b2a_hex, hexlify:
        setattr(binascii, function.__name__, Builtin(function, "binascii"))


def _may_be_otherwise(data, strict):
    """Return whether CPython may not agree with a result."""
    if not isinstance(data, (str, bytes, bytearray)):
        data = bytes(memoryview(data))
    padding = "=" if isinstance(data, str) else b"="
    start = data.find(padding)
    if start < 0:
        return False
    rest = data[start:]
    return len(rest) > 2 or rest != padding * len(rest) or strict and len(data) % 4 != 0


def _decode(data, strict):
    result = bytearray()
    position = left = pads = 0
    padding_started = False
    if strict and data.startswith(b"="):
        raise binascii.Error("Leading padding not allowed")
    for place, character in enumerate(data):
        if character == _PADDING:
            padding_started = True
            pads += position >= 2
            if position >= 2 and position + pads >= 4:
                if strict and place + 1 < len(data):
                    raise binascii.Error("Excess data after padding")
                return bytes(result)
            continue
        value = _VALUES.get(character)
        if value is None:
            if strict:
                raise binascii.Error("Only base64 data is allowed")
            continue
        if strict and padding_started:
            raise binascii.Error("Discontinuous padding not allowed")
        pads = 0
        if position:
            result.append((left << 2 * position | value >> 6 - 2 * position) & 0xFF)
        left = value
        position = (position + 1) % 4
    if position == 1:
        count = len(result) // 3 * 4 + 1
        raise binascii.Error(
            f"Invalid base64-encoded string: number of data characters ({count}) cannot be 1 more than a multiple of 4"
        )
    if position:
        raise binascii.Error("Incorrect padding")
    return bytes(result)
