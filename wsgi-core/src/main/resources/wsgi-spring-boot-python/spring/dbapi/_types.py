"""The type objects and constructors of PEP 249."""

from datetime import date, datetime, time

__all__ = [
    "BINARY",
    "DATETIME",
    "NUMBER",
    "ROWID",
    "STRING",
    "Binary",
    "Date",
    "DateFromTicks",
    "Time",
    "TimeFromTicks",
    "Timestamp",
    "TimestampFromTicks",
]

Date = date
Time = time
Timestamp = datetime
Binary = bytes
DateFromTicks = date.fromtimestamp
TimestampFromTicks = datetime.fromtimestamp


def TimeFromTicks(ticks):
    """Return the time of day, in the zone of the process, that is so many seconds after 1970."""
    return datetime.fromtimestamp(ticks).time()


class TypeCode(str):
    """The type of a column: its name in the database. It equals the type object that it belongs to."""

    def __new__(cls, name, kind):
        code = super().__new__(cls, name)
        code.kind = kind
        return code


class TypeObject:
    """Equals the types of columns with such values."""

    def __init__(self, name, kinds):
        self._name = name
        self._kinds = frozenset(kinds)

    def __eq__(self, other):
        if isinstance(other, TypeCode):
            return other.kind in self._kinds
        return self is other

    def __hash__(self):
        return hash(self._name)

    def __repr__(self):
        return self._name


STRING = TypeObject("STRING", "sjum")
BINARY = TypeObject("BINARY", "x")
NUMBER = TypeObject("NUMBER", "idfb")
DATETIME = TypeObject("DATETIME", "DTZtn")
ROWID = TypeObject("ROWID", "")
