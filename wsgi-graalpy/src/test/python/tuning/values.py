"""Writes many values as JSON with sorted keys, in the ways that applications do.

Run with CPython to record its results in the file beside this one.
"""

import collections
import decimal
import enum
import json
import pathlib
import random

from random_values import random_value

CYCLE = [1]
CYCLE.append({"again": CYCLE})
CYCLIC_OBJECT = {}
CYCLIC_OBJECT["self"] = [CYCLIC_OBJECT]


class Text(str):
    def __add__(self, other):
        return "added"

    def __radd__(self, other):
        return "added"

    def __str__(self):
        return "text"

    def __hash__(self):
        return 0


class Number(int):
    def __repr__(self):
        return "number"


class Real(float):
    def __repr__(self):
        return "real"


class Level(enum.IntEnum):
    LOW = 1


class Colour(str, enum.Enum):
    RED = "red"


class Endless(list):
    def __iter__(self):
        return iter(["iterated"])

    def __bool__(self):
        return False

    def __len__(self):
        return 7


class Pair(tuple):
    def __iter__(self):
        return iter(["iterated"])


class Mapping(dict):
    def items(self):
        return [("b", 1), ("a", 2), ("a", 1)]

    def __len__(self):
        return 0

    def __bool__(self):
        return False


class Items(dict):
    def __init__(self, items):
        super().__init__(key="value")
        self._items = items

    def items(self):
        return self._items


Point = collections.namedtuple("Point", "y x")

VALUES = [
    *[None, True, False, 0, -1, 10**40, 1.0, -0.0, 1e16, 1e-7, 0.1, 1.5e300, "", "text", 'a"b\\c', "\x00\x1f\x7f"],
    *["\u00e9\u20ac", "\U0001f600", "\ud83d", "\u2028</script>", "\n\t\r\b\f", " ~!#[]", "tab\there"],
    *[float("nan"), float("inf"), float("-inf"), [float("nan")], {"a": float("inf")}, {float("nan"): 1}],
    *[[], {}, (), [[]], [{}], {"a": {}}, {"a": []}, [1, [2, (3, [4])]], {"b": 1, "a": {"d": 1, "c": [{"f": 1, "e": 2}]}}],
    *[{2: 1, 1: 2}, {2.5: 1, 1: 2}, {True: 1, False: 2}, {None: 1}, {"1": 1, 1: 2}, {None: 1, "a": 2}, {1: 1, None: 2}],
    *[{"\u00e9": 1, "z": 2, "Z": 3, '"': 4, "": 5}, {"a": 1, "aa": 2, "A": 3}, {1e16: 1}, {-1: 1, 10: 2, 9: 3}],
    *[{(1, 2): 3}, {b"a": 1}, {frozenset(): 1}, {"a": {(1,): 2}}, {(2,): 1, (1,): 2}],
    *[{1, 2}, b"bytes", 1j, object, decimal.Decimal("1.5"), [decimal.Decimal(1)], {"a": b""}, range(3)],
    *[Text("plain"), Text('quo"ted'), {Text("b"): 1, "a": Text("c")}, Number(5), {Number(5): Number(6)}, Real(2.5)],
    *[{Real(2.5): Real(3.5)}, Level.LOW, {Level.LOW: 1}, Colour.RED, {Colour.RED: Colour.RED}],
    *[Endless(), Endless([1, 2]), Pair(), Pair((1, 2)), Point(2, 1), [Point(1, [2])]],
    *[Mapping(), Mapping(x=1), [Mapping(x=1)], collections.OrderedDict([("b", 1), ("a", 2)])],
    *[collections.defaultdict(list, b=[1], a=[]), collections.Counter("abca")],
    *[Items([("a", 1)]), Items([["a", 1]]), Items([("a", 1, 2)]), Items([1]), Items(None), Items(iter([("z", 1)]))],
    *[CYCLE, CYCLIC_OBJECT, {"twice": [[1]] * 2, "again": [{"a": 1}] * 2}],
]


def app(environ, start_response):
    """Respond with what comes of each value."""
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [_results()]


def _results():
    lines = [ascii(tuple(_write(value))) for value in VALUES + _random()]
    lines += map(ascii, _misuse())
    return "\n".join(lines).encode("ascii")


def _write(value):
    yield _outcome(value)
    yield _outcome(value, ensure_ascii=False, separators=(",", ":"))
    yield _outcome(value, skipkeys=True, allow_nan=False)
    yield _outcome(value, default=_default)
    yield _outcome(value, default=_default, check_circular=False) if value not in (CYCLE, CYCLIC_OBJECT) else None


def _default(value):
    """Give what JSON can have, what it has to ask for again, or nothing but an error."""
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, set):
        return {"z": sorted(value), "a": {b: 1 for b in "cab"}}
    if isinstance(value, bytes):
        return decimal.Decimal(len(value))
    if isinstance(value, range):
        return value
    raise LookupError(f"what is {value!r}?")


def _outcome(value, **options):
    if options.get("check_circular") is False and isinstance(value, range):
        return None
    try:
        return json.dumps(value, sort_keys=True, **options)
    except Exception as failure:
        return type(failure).__name__, str(failure)


def _misuse():
    encoder = json.encoder.c_make_encoder
    quote = json.encoder.encode_basestring_ascii
    yield _call(encoder, None, None, lambda text: f"<{text}>", None, ":", ",", True, False, True)
    yield _call(encoder, None, None, lambda text: 5, None, ":", ",", True, False, True)
    yield _call(encoder, 5, None, quote, None, ":", ",", True, False, True)
    yield _call(encoder, {}, None, quote, None, ": ", ", ", 1, 0, 0)
    yield _call(encoder, markers={}, default=str, encoder=quote, indent=None, key_separator=":", item_separator=",",
                sort_keys=True, skipkeys=False, allow_nan=True)


def _call(make, *arguments, **named):
    try:
        return make(*arguments, **named)({"b": ["text", 1], "a": {}}, 0)
    except Exception as failure:
        return type(failure).__name__, str(failure)


def _random():
    source = random.Random(8259)
    return [random_value(source, 4, lambda _: "".join(source.choices('ab"\u00e9', k=2))) for _ in range(200)]


if __name__ == "__main__":
    pathlib.Path(__file__).with_suffix(".txt").write_bytes(_results() + b"\n")
