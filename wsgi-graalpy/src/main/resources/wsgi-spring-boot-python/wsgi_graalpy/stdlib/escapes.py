"""``unicode_escape`` and ``raw_unicode_escape`` as CPython reads and writes them.

GraalPy tells other faults, does not handle them, leaves the last brace of a name behind, and fails to write halves of characters.
"""

import re
import unicodedata
import warnings

from .fault_handling import handle_decoding

__all__ = ["decode", "decode_raw", "encoder"]

_HALF = re.compile("[\ud800-\udfff]")

_SIMPLE = {
    ord("\n"): "", ord("\\"): "\\", ord("'"): "'", ord('"'): '"', ord("b"): "\b", ord("f"): "\f", ord("t"): "\t",
    ord("n"): "\n", ord("r"): "\r", ord("v"): "\v", ord("a"): "\a",
}
_OCTAL = b"01234567"
_HEXADECIMAL = b"0123456789abcdefABCDEF"
_DIGITS = {
    ord("x"): (2, "truncated \\xXX escape"),
    ord("u"): (4, "truncated \\uXXXX escape"),
    ord("U"): (8, "truncated \\UXXXXXXXX escape"),
}
_LIMIT = 0x110000


class _Fault(Exception):
    """A fault that begins with the backslash."""

    def __init__(self, end, reason, may_go_on):
        super().__init__(end, reason, may_go_on)
        self.end = end
        self.reason = reason
        # Whether more data may mend it
        self.may_go_on = may_go_on


def decode(data, errors=None, final=True, /):
    """Return the text, and how much of the data was read."""
    unknown = []
    result = _decode(data, errors, final, "unicodeescape", lambda *place: _escaped(*place, unknown))
    if unknown:
        # Of the first one only, as in CPython
        warnings.warn(unknown[0], DeprecationWarning, stacklevel=2)
    return result


def decode_raw(data, errors=None, final=True, /):
    """Return the text, and how much of the data was read."""
    return _decode(data, errors, final, "rawunicodeescape", _escaped_raw)


def encoder(original):
    """Return a function that writes halves of characters, and leaves the rest to the original one."""

    def encode(text, errors=None):
        if not isinstance(text, str) or _HALF.search(text) is None:
            return original(text, errors or "strict")
        pieces, position = [], 0
        for match in _HALF.finditer(text):
            pieces.append(original(text[position : match.start()], "strict")[0])
            pieces.append(f"\\u{ord(match[0]):04x}".encode())
            position = match.end()
        pieces.append(original(text[position:], "strict")[0])
        return b"".join(pieces), len(text)

    return encode


def _decode(data, errors, final, name, escaped):
    data = data.encode() if isinstance(data, str) else bytes(memoryview(data))
    pieces, position = [], 0
    while True:
        start = data.find(b"\\", position)
        if start < 0:
            pieces.append(data[position:].decode("latin-1"))
            return "".join(pieces), len(data)
        pieces.append(data[position:start].decode("latin-1"))
        try:
            text, position = escaped(data, start + 1, final)
        except _Fault as fault:
            if fault.may_go_on and not final:
                return "".join(pieces), start
            text, position, data = handle_decoding(errors or "strict", name, data, start, fault.end, fault.reason)
        pieces.append(text)


def _escaped(data, position, final, unknown):
    """Return what an escape stands for, and its end. The position is that after the backslash."""
    if position == len(data):
        raise _Fault(position, "\\ at end of string", True)
    kind = data[position]
    text = _SIMPLE.get(kind)
    if text is not None:
        return text, position + 1
    if kind in _DIGITS:
        number, end = _number(data, position + 1, *_DIGITS[kind])
        if number >= _LIMIT:
            raise _Fault(end, "illegal Unicode character", False)
        return chr(number), end
    if kind in _OCTAL:
        return _octal(data, position, unknown)
    if kind == ord("N"):
        return _named(data, position + 1)
    unknown.append(f"invalid escape sequence '\\{chr(kind)}'")
    return "\\" + chr(kind), position + 1


def _escaped_raw(data, position, final):
    if position == len(data):
        if not final:
            raise _Fault(position, "", True)
        return "\\", position
    kind = data[position]
    if kind not in b"uU":
        return "\\" + chr(kind), position + 1
    number, end = _number(data, position + 1, *_DIGITS[kind])
    if number >= _LIMIT:
        raise _Fault(end, "\\Uxxxxxxxx out of range", False)
    return chr(number), end


def _number(data, start, count, reason):
    end = start
    while end < start + count and end < len(data) and data[end] in _HEXADECIMAL:
        end += 1
    if end < start + count:
        raise _Fault(end, reason, end == len(data))
    return int(data[start:end], 16), end


def _octal(data, start, unknown):
    end = start
    while end < start + 3 and end < len(data) and data[end] in _OCTAL:
        end += 1
    number = int(data[start:end], 8)
    if number > 0o377:
        unknown.append(f"invalid octal escape sequence '\\{number:o}'")
    return chr(number), end


def _named(data, start):
    reason = "malformed \\N character escape"
    if start == len(data):
        raise _Fault(start, reason, True)
    if data[start] != ord("{"):
        raise _Fault(start, reason, False)
    end = data.find(b"}", start + 1)
    if end < 0:
        raise _Fault(len(data), reason, True)
    if end == start + 1:
        raise _Fault(end, reason, False)
    try:
        character = unicodedata.lookup(data[start + 1 : end].decode("latin-1"))
    except KeyError:
        character = ""
    # The name of a sequence of characters is none here
    if len(character) != 1:
        raise _Fault(end + 1, "unknown Unicode character name", False)
    return character, end + 1
