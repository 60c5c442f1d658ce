"""Reads what Java answers: rows column by column, so that built-in functions do the work."""

import functools
import json
from base64 import b64decode
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from wsgi_spring_boot.bridge.values import typed

from ._types import TypeCode

__all__ = ["Answer", "conversions", "unescape"]

_COLUMN = "\x1e"
_VALUE = "\x1f"
_NULL = "\0"
_UNLIMITED = "2147483647"
_array = json.JSONDecoder(object_hook=typed).decode


def _mixed(value):
    return _CONVERSIONS[value[0]](value[1:])


@functools.lru_cache(maxsize=32)
def conversions(**own):
    """Return what makes values of text, by the kinds of columns that Java tells, some in another way."""
    made = {**_CONVERSIONS, **own}

    def elements(value, convert):
        return [
            None if each is None else elements(each, convert) if isinstance(each, list) else convert(each)
            for each in value
        ]

    made["A"] = lambda text: elements(_array(text[1:]), made[text[0]])
    return made


_CONVERSIONS = {
    "D": date.fromisoformat,
    "T": datetime.fromisoformat,
    "Z": datetime.fromisoformat,
    "a": _array,
    "b": bool,
    "d": Decimal,
    "f": float,
    "i": int,
    "j": str,
    "m": _mixed,
    "n": lambda microseconds: timedelta(microseconds=int(microseconds)),
    "s": str,
    "t": time.fromisoformat,
    "u": UUID,
    "x": b64decode,
}


class Answer:
    """What a statement has returned, or a further part of it."""

    __slots__ = ("description", "key", "more", "rowcount", "rows")

    def __init__(self, text, described, conversions):
        parts = text[1:].split(_COLUMN)
        rowcount, more, count, key, columns = parts[0].split(_VALUE)
        columns = int(columns)
        self.rowcount = int(rowcount)
        self.more = more == "1"
        self.key = int(key) if key else None
        self.description = None
        first = 1
        if columns >= 0 and not described:
            self.description = [_described(part) for part in parts[1 : columns + 1]]
            first += columns
        # A statement may return rows of no columns
        self.rows = [()] * int(count)
        if self.rows and columns > 0:
            self.rows = list(zip(*[_column(text, conversions) for text in parts[first:]]))


def _described(part):
    name, kind_name, kind, display_size, precision, scale, nullable = part.split(_VALUE)
    return (
        unescape(name),
        TypeCode(kind_name, kind),
        None if display_size == _UNLIMITED else int(display_size),
        None,
        int(precision),
        int(scale),
        None if nullable == "" else nullable == "1",
    )


def _column(text, conversions):
    kind = text[0]
    flag = text[1]
    values = text[2:].split(_VALUE)
    convert = conversions[kind]
    if flag == "-":
        return values if convert is str else list(map(convert, values))
    if flag == "n":
        return [None if value == _NULL else convert(value) for value in values]
    return [None if value == _NULL else convert(unescape(value)) for value in values]


def unescape(text):
    """Return ``text`` with the characters that separate values."""
    if "\x1b" not in text:
        return text
    return (
        text.replace("\x1bv", _VALUE)
        .replace("\x1bc", _COLUMN)
        .replace("\x1bn", _NULL)
        .replace("\x1be", "\x1b")
    )
