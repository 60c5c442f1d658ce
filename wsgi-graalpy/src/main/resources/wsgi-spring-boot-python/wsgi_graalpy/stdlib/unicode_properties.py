"""Properties of characters, read from ``unicode_tables`` when one is asked for first."""

from bisect import bisect_right
from itertools import accumulate

__all__ = ["Ranges", "Few", "decimals", "digits", "numbers", "mappings", "flags", "sequences"]


class Ranges:
    """A property that every character has, as a table of ranges."""

    __slots__ = ("_name", "_table")

    def __init__(self, name):
        self._name = name
        self._table = None

    def __getitem__(self, char):
        if self._table is None:
            self._table = self._read()
        starts, symbols, meanings = self._table
        return meanings[symbols[bisect_right(starts, ord(char)) - 1]]

    def _read(self):
        from . import unicode_tables

        values, symbols, lengths = getattr(unicode_tables, self._name)
        starts = list(accumulate(map(int, lengths.split()), initial=0))
        return starts, symbols, dict(zip(unicode_tables.SYMBOLS, values))


class Few:
    """A property that few characters have."""

    __slots__ = ("_read", "_values")

    def __init__(self, read):
        self._read = read
        self._values = None

    def get(self, char, default=None):
        if self._values is None:
            from . import unicode_tables

            self._values = dict(self._read(unicode_tables))
        return self._values.get(char, default)


def decimals(tables):
    """Return the decimal digits and their values."""
    for zero in tables.ZEROS.split():
        for value in range(10):
            yield chr(int(zero, 16) + value), value


def digits(tables):
    """Return the digits and their values."""
    yield from decimals(tables)
    yield from _runs(tables.DIGITS, int)


def numbers(tables):
    """Return the characters that stand for a number, and the numbers."""
    for char, value in digits(tables):
        yield char, float(value)
    yield from _runs(tables.NUMBERS, _fraction)


def _runs(text, convert):
    for run in text.split():
        start, _, values = run.partition("=")
        for offset, value in enumerate(values.split("+")):
            yield chr(int(start, 16) + offset), convert(value)


def _fraction(text):
    numerator, _, denominator = text.partition("/")
    return int(numerator) / int(denominator or 1)


def mappings(text):
    """Return characters, and what they map to."""
    for entry in text.split():
        number, _, mapping = entry.partition("=")
        yield chr(int(number, 16)), _characters(mapping)


def sequences(tables):
    """Return the names of sequences of characters, and the sequences."""
    for entry in tables.SEQUENCES.split(";")[:-1]:
        name, _, sequence = entry.partition("=")
        yield name, _characters(sequence)


def _characters(text):
    return "".join([chr(int(number, 16)) for number in text.split("+")])


def flags(text):
    """Return characters, each with True."""
    for number in text.split():
        yield chr(int(number, 16)), True
