"""``binascii.a2b_uu`` and ``b2a_uu``, which GraalPy lacks."""

import binascii

__all__ = ["a2b_uu", "b2a_uu"]

_LINE_LIMIT = 45
_PADDING = frozenset(b" `\r\n")


def a2b_uu(data, /):
    """Decode a line of uuencoded data."""
    if isinstance(data, str):
        if not data.isascii():
            raise ValueError("string argument should contain only ASCII characters")
        data = data.encode()
    else:
        try:
            data = bytes(memoryview(data))
        except TypeError:
            raise TypeError(f"argument should be bytes, buffer or ASCII string, not {type(data).__name__!r}") from None
    # As CPython, which reads the NUL behind the end
    data = data or b"\0"
    length = (data[0] - 32) & 63
    digits = data[1:]
    end = -(-length * 4 // 3)
    bits = 0
    for i in range(end):
        digit = digits[i] if i < len(digits) else 10
        if digit in b"\r\n":
            # Editors cut spaces off
            value = 0
        elif 32 <= digit <= 96:
            value = (digit - 32) & 63
        else:
            raise binascii.Error("Illegal char")
        bits = bits << 6 | value
    if not _PADDING.issuperset(digits[end:]):
        raise binascii.Error("Trailing garbage")
    return (bits >> (end * 6 - length * 8)).to_bytes(length, "big")


def b2a_uu(data, /, *, backtick=False):
    """Uuencode line of data."""
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    data = memoryview(data).tobytes()
    if len(data) > _LINE_LIMIT:
        raise binascii.Error("At most 45 bytes at once")
    groups = -(-len(data) // 3)
    bits = int.from_bytes(data + bytes(groups * 3 - len(data)), "big")
    values = [len(data), *(bits >> shift & 63 for shift in range(groups * 24 - 6, -1, -6))]
    return bytes(32 + value if value or not backtick else 96 for value in values) + b"\n"
