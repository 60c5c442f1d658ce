"""UTF-16 and UTF-32 with faults in them, as CPython reads and writes them (the Unicode Standard, chapter 3.9).

What has no faults is left to GraalPy.
"""

import _codecs
import codecs
import re
import sys

from .fault_handling import handle_decoding, handle_encoding

__all__ = ["decoder", "encoder", "order_telling_decoder"]

_HALF = re.compile("[\ud800-\udfff]")
_NATIVE = -1 if sys.byteorder == "little" else 1
_ORDERS = {"utf_16": 0, "utf_16_le": -1, "utf_16_be": 1, "utf_32": 0, "utf_32_le": -1, "utf_32_be": 1}
_MARKS = {
    2: ((codecs.BOM_UTF16_LE, -1), (codecs.BOM_UTF16_BE, 1)),
    4: ((codecs.BOM_UTF32_LE, -1), (codecs.BOM_UTF32_BE, 1)),
}


def decoder(name):
    """Return a function that tells the text, and how much of the data it has read."""
    width, order = _width(name), _ORDERS[name]

    def decode(data, errors=None, final=False, /):
        return _decode(data, errors or "strict", final, width, order)[:2]

    return decode


def order_telling_decoder(name):
    """Return a function that is given the order of the bytes, and tells it as well: 0 as long as it does not know it."""
    width = _width(name)

    def decode(data, errors=None, byteorder=0, final=False, /):
        return _decode(data, errors or "strict", final, width, byteorder)

    return decode


def encoder(name, original):
    """Return a function that encodes what has halves of characters or is empty, and leaves the rest to the original one."""
    width, order = _width(name), _ORDERS[name]
    mark = b"" if order else _MARKS[width][_NATIVE > 0][0]

    def encode(text, errors=None):
        errors = errors or "strict"
        if not isinstance(text, str) or _HALF.search(text) is None:
            # GraalPy marks characters only
            return (mark, 0) if text == "" else original(text, errors)
        return mark + _encode(text, errors, name.replace("_", "-"), width, order or _NATIVE), len(text)

    return encode


def _width(name):
    return 2 if name.startswith("utf_16") else 4


def _name(width, order):
    return f"utf-{width * 8}-{'le' if (order or _NATIVE) < 0 else 'be'}"


def _decode(data, errors, final, width, order):
    data = bytes(memoryview(data))
    position = 0
    if order == 0:
        for mark, found in _MARKS[width]:
            if data.startswith(mark):
                position, order = width, found
    name = _name(width, order)
    pieces = []
    whole = len(data) - (len(data) - position) % width
    text = _decoded_by_java(data[position:whole], name, width)
    if text is not None:
        pieces.append(text)
        position = whole
    read = _read_16 if width == 2 else _read_32
    while position < len(data):
        text, position, fault = read(data, position, "little" if (order or _NATIVE) < 0 else "big")
        pieces.append(text)
        if fault is None:
            break
        end, reason, may_go_on = fault
        if may_go_on and not final:
            break
        text, position, data = handle_decoding(errors, name, data, position, end, reason)
        pieces.append(text)
    return "".join(pieces), position, order


def _decoded_by_java(data, name, width):
    """Return the text, or ``None`` if it has faults, or may have."""
    if width == 4 and data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        # Java takes it for a mark, whatever the order is
        return None
    try:
        text = _codecs.__truffle_decode__(data, name, "strict", True)[0]
    except UnicodeDecodeError:
        return None
    # Java takes halves of characters in UTF-32
    return text if width == 2 or _HALF.search(text) is None else None


def _read_16(data, position, order):
    """Return the characters up to a fault, where it is, and its end, its reason, and whether more data may mend it."""
    characters = []
    size = len(data)
    while position + 2 <= size:
        unit = int.from_bytes(data[position : position + 2], order)
        if 0xD800 <= unit < 0xE000:
            if unit >= 0xDC00:
                return "".join(characters), position, (position + 2, "illegal encoding", False)
            if position + 4 > size:
                return "".join(characters), position, (size, "unexpected end of data", True)
            second = int.from_bytes(data[position + 2 : position + 4], order)
            if not 0xDC00 <= second < 0xE000:
                return "".join(characters), position, (position + 2, "illegal UTF-16 surrogate", False)
            unit = 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00)
            position += 2
        characters.append(chr(unit))
        position += 2
    return "".join(characters), position, (size, "truncated data", True) if position < size else None


def _read_32(data, position, order):
    """As for UTF-16."""
    characters = []
    size = len(data)
    while position + 4 <= size:
        number = int.from_bytes(data[position : position + 4], order)
        if 0xD800 <= number < 0xE000:
            reason = "code point in surrogate code point range(0xd800, 0xe000)"
            return "".join(characters), position, (position + 4, reason, False)
        if number > sys.maxunicode:
            return "".join(characters), position, (position + 4, "code point not in range(0x110000)", False)
        characters.append(chr(number))
        position += 4
    return "".join(characters), position, (size, "truncated data", True) if position < size else None


def _encode(text, errors, told, width, order):
    name = _name(width, order)
    pieces, position = [], 0
    while position < len(text):
        match = _HALF.search(text, position)
        end = len(text) if match is None else match.start()
        pieces.append(text[position:end].encode(name))
        if match is None:
            break
        answer, position = handle_encoding(errors, told, text, end, end + 1, "surrogates not allowed")
        if len(answer) % width if isinstance(answer, bytes) else not answer.isascii():
            raise UnicodeEncodeError(told, text, end, end + 1, "surrogates not allowed")
        pieces.append(answer if isinstance(answer, bytes) else answer.encode(name))
    return b"".join(pieces)
