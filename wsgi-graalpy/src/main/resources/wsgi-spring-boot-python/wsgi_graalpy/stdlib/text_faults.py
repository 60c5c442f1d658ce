"""Faults in encoded texts, told as CPython tells them: GraalPy has the names and the reasons of Java's charsets.

An encoded half of a character is three faults in CPython, which become three characters with ``replace``, and one in Java.
"""

import _codecs
import codecs
import re
from encodings import normalize_encoding
from encodings.aliases import aliases

from .builtin import Builtin
from .written_codecs import names_of

__all__ = ["install"]

_OF_JAVA = ("malformed input", "unmappable character")
_MULTIPLE_BYTES = ("big5", "cp932", "cp949", "cp950", "euc_", "gb", "hz", "iso2022_", "johab", "shift_jis")
_TABLES = ("cp", "iso8859_", "koi8_", "mac_", "hp_roman8", "kz1048", "palmos", "ptcp154", "tis_620")
_LIMITS = {"ascii": ("ascii", 128), "latin_1": ("latin-1", 256)}
_HALF = re.compile(rb"\xed(?=[\xa0-\xbf])")
# The last of its three bytes may be still to come
_WHOLE_HALF = re.compile(rb"\xed(?=[\xa0-\xbf].)", re.DOTALL)
# The first bytes after which not all others may come second
_SECOND = {0xE0: (0xA0, 0xBF), 0xED: (0x80, 0x9F), 0xF0: (0x90, 0xBF), 0xF4: (0x80, 0x8F)}
_ANY = (0x80, 0xBF)


def install():
    """Replace the handler of faults, and what decodes UTF-8."""
    _install_handler()
    _install_decoder()


def _install_handler():
    original = codecs.lookup_error("strict")

    def strict_errors(exception, /):
        """Implements the 'strict' error handling, which raises a UnicodeError on coding errors."""
        if isinstance(exception, UnicodeDecodeError):
            if exception.reason in _OF_JAVA:
                _correct_decoding(exception)
        elif isinstance(exception, UnicodeEncodeError) and exception.reason in _OF_JAVA:
            _correct_encoding(exception)
        return original(exception)

    codecs.strict_errors = Builtin(strict_errors, "_codecs")
    codecs.register_error("strict", codecs.strict_errors)


def _install_decoder():
    decode = _codecs.__truffle_decode__
    info = codecs.lookup("utf-8")
    kind = type(info.decode.__self__)
    original = kind.decode

    def decode_utf_8(input, errors="strict"):
        # Nothing but a built-in function may be called where all is well: see host_names.py
        if errors == "replace" and (type(input) is not bytes or b"\xed" in input):
            input = _without_halves(input)
        return decode(input, "utf-8", errors, True)

    class Decode:
        """The method ``decode``, which is asked for once for each name of an encoding."""

        def __get__(self, instance, owner=None):
            if instance is not None and _name(instance.encoding) == "utf_8":
                return decode_utf_8
            return original.__get__(instance, owner)

    original_utf_8_decode = _codecs.utf_8_decode

    def utf_8_decode(data, errors=None, final=False, /):
        """Decode UTF-8, up to what is incomplete unless it is final."""
        if errors == "replace":
            data = _without_halves(data, final)
        return original_utf_8_decode(data, "strict" if errors is None else errors, final)

    def _buffer_decode(self, input, errors, final):
        if errors == "replace" and _name(self.encoding) == "utf_8":
            input = _without_halves(input, final)
        return decode(input, self.encoding, errors, final)

    _codecs.utf_8_decode = codecs.utf_8_decode = Builtin(utf_8_decode, "_codecs")
    kind.decode = Decode()
    def decode_read(self, input, errors="strict"):
        return _buffer_decode(self, input, errors, False)

    info.incrementaldecoder.fn._buffer_decode = _buffer_decode
    info.streamreader.fn.decode = decode_read
    for name in names_of("utf_8"):
        _codecs._forget_codec(name)


def _name(encoding):
    name = normalize_encoding(encoding).lower()
    return aliases.get(name, name)


def _without_halves(data, final=True):
    data = bytes(memoryview(data))
    # The bytes after the first one are faults by themselves
    return (_HALF if final else _WHOLE_HALF).sub(b"\xff", data) if b"\xed" in data else data


def _correct_decoding(fault):
    name = _name(fault.encoding)
    if name == "utf_8":
        fault.encoding = "utf-8"
        fault.reason, fault.end = _fault_of_utf_8(fault.object, fault.start)
    elif name in _LIMITS:
        fault.encoding, limit = _LIMITS[name]
        fault.reason = f"ordinal not in range({limit})"
        fault.end = fault.start + 1
    elif _is_table(name):
        fault.encoding, fault.reason, fault.end = "charmap", "character maps to <undefined>", fault.start + 1


def _fault_of_utf_8(data, start):
    first = data[start]
    if not 0xC2 <= first <= 0xF4:
        return "invalid start byte", start + 1
    low, high = _SECOND.get(first, _ANY)
    for position in range(start + 1, start + (2 if first < 0xE0 else 3 if first < 0xF0 else 4)):
        if position >= len(data):
            break
        if not low <= data[position] <= high:
            return "invalid continuation byte", position
        low, high = _ANY
    return "unexpected end of data", len(data)


def _correct_encoding(fault):
    name = _name(fault.encoding)
    if name == "utf_8":
        fault.encoding, fault.reason = "utf-8", "surrogates not allowed"
        _extend(fault, lambda character: "\ud800" <= character <= "\udfff")
    elif name in _LIMITS:
        fault.encoding, limit = _LIMITS[name]
        fault.reason = f"ordinal not in range({limit})"
        _extend(fault, lambda character: ord(character) >= limit)
    elif _is_table(name):
        fault.encoding, fault.reason = "charmap", "character maps to <undefined>"
        _extend(fault, lambda character: not character.encode(name, "ignore"))


def _extend(fault, is_faulty):
    """Let a fault end where the first character is right."""
    text, end = fault.object, fault.start + 1
    while end < len(text) and is_faulty(text[end]):
        end += 1
    fault.end = end


def _is_table(name):
    return name.startswith(_TABLES) and not name.startswith(_MULTIPLE_BYTES)
