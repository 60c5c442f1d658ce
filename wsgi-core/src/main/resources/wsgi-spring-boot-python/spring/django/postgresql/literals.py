"""Values as literals of PostgreSQL: Django expects that parameters are part of the statement."""

import datetime
import ipaddress
import json
import math
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from spring.dbapi import ProgrammingError

__all__ = ["Inet", "Json", "Range", "quote", "with_parameters"]


class Json:
    """A value of the type ``json``."""

    def __init__(self, adapted, dumps=None):
        self.adapted = adapted
        self.dumps = dumps or json.dumps

    def getquoted(self):
        """Return the literal as bytes. Django has a subclass for ``jsonb``."""
        return _text(self.dumps(self.adapted)).encode()


class Inet:
    """A value of the type ``inet``."""

    def __init__(self, addr):
        self.addr = addr

    def literal(self):
        """Return the literal."""
        return f"{_text(str(self.addr))}::inet"

    def __repr__(self):
        return f"Inet({self.addr!r})"

    def __str__(self):
        return str(self.addr)


class Range:
    """A range of values. A bound that is ``None`` is infinite."""

    def __init__(self, lower=None, upper=None, bounds="[)", empty=False):
        self.lower = lower
        self.upper = upper
        self.bounds = bounds
        self.isempty = empty

    def literal(self):
        """Return the literal."""
        if self.isempty:
            return "'empty'"
        bounds = map(_bound, (self.lower, self.upper))
        return _text(self.bounds[0] + ",".join(bounds) + self.bounds[1])


def _bound(value):
    if value is None:
        return ""
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def with_parameters(statement, parameters):
    """Return ``statement`` with literals in place of ``%s`` and ``%(name)s``."""
    if isinstance(parameters, Mapping):
        return statement % {name: quote(value) for name, value in parameters.items()}
    return statement % tuple([quote(value) for value in parameters])


def quote(value):
    """Return ``value`` as a literal."""
    for kind in type(value).__mro__:
        convert = _KINDS.get(kind)
        if convert is not None:
            return convert(value)
    raise ProgrammingError(f"can't adapt type {type(value).__name__!r}")


def _text(value):
    if "\0" in value:
        raise ValueError("A string literal cannot contain NUL (0x00) characters.")
    quoted = value.replace("'", "''")
    if "\\" in quoted:
        # Whatever standard_conforming_strings is
        quoted = quoted.replace("\\", "\\\\")
        return f" E'{quoted}'"
    return f"'{quoted}'"


def _number(value):
    # So that a minus before it does not begin a comment: that of zero counts, too
    text = str(value)
    return f" {text}" if text.startswith("-") else text


def _float(value):
    return _number(float(value)) if math.isfinite(value) else f"'{float(value)}'::float"


def _decimal(value):
    return _number(value) if value.is_finite() else f"'{value}'::numeric"


def _datetime(value):
    return f"'{value.isoformat()}'::timestamp{'' if value.tzinfo is None else 'tz'}"


def _time(value):
    return f"'{value.isoformat()}'::time{'' if value.tzinfo is None else 'tz'}"


def _interval(value):
    return f"'{value.days} days {value.seconds}.{value.microseconds:06d} seconds'::interval"


def _bytes(value):
    return f"'\\x{bytes(value).hex()}'::bytea"


def _array(value):
    if not value:
        return "'{}'"
    return f"ARRAY[{', '.join(map(quote, value))}]"


def _tuple(value):
    # For "in"
    return f"({', '.join(map(quote, value))})" if value else "(NULL)"


_KINDS = {
    type(None): lambda value: "NULL",
    bool: lambda value: "true" if value else "false",
    int: lambda value: _number(int(value)),
    float: _float,
    Decimal: _decimal,
    str: lambda value: _text(str.__str__(value)),
    bytes: _bytes,
    bytearray: _bytes,
    memoryview: _bytes,
    datetime.datetime: _datetime,
    datetime.date: lambda value: f"'{value.isoformat()}'::date",
    datetime.time: _time,
    datetime.timedelta: _interval,
    UUID: lambda value: f"'{value}'::uuid",
    ipaddress.IPv4Address: lambda value: f"'{value}'::inet",
    ipaddress.IPv6Address: lambda value: f"'{value}'::inet",
    list: _array,
    tuple: _tuple,
    Json: lambda value: value.getquoted().decode(),
    Inet: Inet.literal,
    Range: Range.literal,
}
