"""Reads JSON as ``_json`` does, with the same results, in Python that the JIT compiles."""

import re

__all__ = ["make_scanner", "scanstring"]

# Without any of these in a document, the next quote ends a string
_SPECIAL = re.compile(r"[\\\x00-\x1f]")
_TEXT = re.compile(r'[^"\\\x00-\x1f]*')
_LENIENT_TEXT = re.compile(r'[^"\\]*')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{4}")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CONSTANTS = (("null", None), ("true", True), ("false", False))
_NUMBERS_BY_NAME = {"N": "NaN", "I": "Infinity", "-": "-Infinity"}


def make_scanner(context):
    """Return a function that reads one value: text and index in, value and end out.

    It raises ``StopIteration`` with the index at which no value begins.
    """
    strict = context.strict
    object_hook = context.object_hook
    object_pairs_hook = context.object_pairs_hook
    parse_float = context.parse_float
    parse_int = context.parse_int
    parse_constant = context.parse_constant
    number_at = _NUMBER.match
    text_at = (_TEXT if strict else _LENIENT_TEXT).match
    special = _SPECIAL.search
    keys = {}

    def value(text, index, length, plain):
        if index >= length:
            raise StopIteration(index)
        first = text[index]
        if first == '"':
            end = text.find('"', index + 1) if plain else text_at(text, index + 1).end()
            if 0 <= end < length and text[end] == '"':
                return text[index + 1 : end], end + 1
            return scanstring(text, index + 1, strict)
        if first == "{":
            return members(text, index + 1, length, plain)
        if first == "[":
            return elements(text, index + 1, length, plain)
        number = number_at(text, index)
        if number is not None:
            end = number.end()
            if number.start(1) < 0 and number.start(2) < 0:
                return parse_int(text[index:end]), end
            return parse_float(text[index:end]), end
        for name, constant in _CONSTANTS:
            if text.startswith(name, index):
                return constant, index + len(name)
        name = _NUMBERS_BY_NAME.get(first)
        if name is not None and text.startswith(name, index):
            return parse_constant(name), index + len(name)
        raise StopIteration(index)

    def elements(text, index, length, plain):
        values = []
        while index < length and text[index] in " \t\n\r":
            index += 1
        if index < length and text[index] == "]":
            return values, index + 1
        append = values.append
        while True:
            element, index = value(text, index, length, plain)
            append(element)
            while index < length and text[index] in " \t\n\r":
                index += 1
            if index >= length:
                raise _error("Expecting ',' delimiter", text, index)
            character = text[index]
            if character == "]":
                return values, index + 1
            if character != ",":
                raise _error("Expecting ',' delimiter", text, index)
            index += 1
            while index < length and text[index] in " \t\n\r":
                index += 1

    def members(text, index, length, plain):
        pairs = []
        result = {}
        while index < length and text[index] in " \t\n\r":
            index += 1
        if index < length and text[index] == "}":
            index += 1
        else:
            while True:
                if index >= length or text[index] != '"':
                    raise _error("Expecting property name enclosed in double quotes", text, index)
                end = text.find('"', index + 1) if plain else text_at(text, index + 1).end()
                if 0 <= end < length and text[end] == '"':
                    key = text[index + 1 : end]
                    index = end + 1
                else:
                    key, index = scanstring(text, index + 1, strict)
                key = keys.setdefault(key, key)
                while index < length and text[index] in " \t\n\r":
                    index += 1
                if index >= length or text[index] != ":":
                    raise _error("Expecting ':' delimiter", text, index)
                index += 1
                while index < length and text[index] in " \t\n\r":
                    index += 1
                member, index = value(text, index, length, plain)
                if object_pairs_hook is None:
                    result[key] = member
                else:
                    pairs.append((key, member))
                while index < length and text[index] in " \t\n\r":
                    index += 1
                character = text[index] if index < length else ""
                index += 1
                if character == "}":
                    break
                if character != ",":
                    raise _error("Expecting ',' delimiter", text, index - 1)
                while index < length and text[index] in " \t\n\r":
                    index += 1
        if object_pairs_hook is not None:
            return object_pairs_hook(pairs), index
        if object_hook is not None:
            return object_hook(result), index
        return result, index

    def scan_once(text, index):
        if not isinstance(text, str):
            raise TypeError(f"first argument must be a string, not {type(text).__name__}")
        if index < 0:
            raise ValueError("idx cannot be negative")
        try:
            return value(text, index, len(text), special(text) is None)
        finally:
            keys.clear()

    return scan_once


def scanstring(text, end, strict=True):
    """Return the text of a JSON string and the index after it. ``end`` is after its quote."""
    if not isinstance(text, str):
        raise TypeError(f"first argument must be a string, not {type(text).__name__}")
    begin = end - 1
    length = len(text)
    text_at = (_TEXT if strict else _LENIENT_TEXT).match
    parts = []
    index = end
    while True:
        end = text_at(text, index).end()
        parts.append(text[index:end])
        if end >= length:
            raise _error("Unterminated string starting at", text, begin)
        character = text[end]
        if character == '"':
            return "".join(parts), end + 1
        if character != "\\":
            raise _error("Invalid control character at", text, end)
        index = end + 2
        if index > length:
            raise _error("Unterminated string starting at", text, begin)
        escaped = text[end + 1]
        if escaped == "u":
            number, index = _escaped_number(text, end, length)
            parts.append(chr(number))
        else:
            try:
                parts.append(_ESCAPES[escaped])
            except KeyError:
                raise _error("Invalid \\escape", text, end) from None


def _escaped_number(text, backslash, length):
    """Read a number after ``\\u``, and a second one if both make a pair of surrogates."""
    number, end = _number(text, backslash, length)
    if 0xD800 <= number <= 0xDBFF and end + 6 < length and text.startswith("\\u", end):
        second, second_end = _number(text, end, length)
        if 0xDC00 <= second <= 0xDFFF:
            return 0x10000 + ((number - 0xD800) << 10 | second - 0xDC00), second_end
    return number, end


def _number(text, backslash, length):
    end = backslash + 6
    if end >= length or _HEXADECIMAL.match(text, backslash + 2) is None:
        raise _error("Invalid \\uXXXX escape", text, backslash + 1)
    return int(text[backslash + 2 : end], 16), end


def _error(message, text, index):
    from json import JSONDecodeError

    return JSONDecodeError(message, text, index)
