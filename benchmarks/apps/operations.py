"""What code of the web does every day, to be timed under CPython and under GraalPy.

Run as a program it writes the time of one operation as JSON; as an application it responds
with it.
"""

import base64
import collections
import contextvars
import copy
import csv
import dataclasses
import datetime
import decimal
import email.utils
import functools
import gzip
import hashlib
import hmac
import html
import http.cookies
import io
import itertools
import json
import logging
import operator
import pickle
import random
import re
import secrets
import sqlite3
import string
import struct
import sys
import textwrap
import threading
import time
import urllib.parse
import uuid
import xml.etree.ElementTree
import zlib
from pathlib import PurePosixPath

OPERATIONS = {}
UTC = datetime.timezone.utc
MOMENT = datetime.datetime(2026, 11, 21, 12, 30, 15, 123456, UTC)
OBJECTS = [{"id": number, "name": f"item {number}", "price": number * 1.25, "active": number % 2 == 0,
            "tags": ["new", "sale"], "note": None} for number in range(50)]
DOCUMENT = json.dumps(OBJECTS)
NUMBERS = json.dumps([number * 1.0001 for number in range(100)] + list(range(0, 10**8, 10**6)))
FORM = json.dumps({"name": "Jane Doe", "email": "jane@example.com", "age": 33, "address": {"street": "1 Main Street",
                   "zip": "12345"}, "text": "lorem ipsum " * 150})
ESCAPED = json.dumps([f'caf\u00e9 "{number}"\n' for number in range(50)])
TEXT = "The quick brown fox jumps over the lazy dog. " * 23
FOREIGN = "Größenwahn und Füße, naïve café. " * 31
WORDS = TEXT.split()
QUERY = "a=1&b=two&c=three+four&d=%C3%A9%20x&e=&f=" + "y" * 50
PAGE = "<p class=\"x\">Tom & 'Jerry'</p>" * 30
BINARY = bytes(range(256)) * 40
PACKED = zlib.compress(BINARY)
ZIPPED = gzip.compress(BINARY)
PICKLED = pickle.dumps(OBJECTS)
ROUTE = re.compile(r"/api/(?P<version>v\d+)/users/(?P<id>\d+)/(?P<rest>[a-z]+)")
WORD = re.compile(r"\b[a-z]+\b")
ROWS = "\r\n".join(f'{number},"name, {number}",{number * 2}' for number in range(50))
XML = "<items>" + "".join(f'<item id="{number}"><name>n{number}</name></item>' for number in range(50)) + "</items>"
TEMPLATE = string.Template("Dear $name, your order $order of $date has been sent.")
LOG = logging.getLogger("operations")
LOCK = threading.Lock()
VARIABLE = contextvars.ContextVar("variable", default=0)
DATABASE = sqlite3.connect(":memory:", check_same_thread=False)
DATABASE.execute("create table book (id integer primary key, title text, price real)")
DATABASE.executemany("insert into book values (?, ?, ?)", [(number, f"book {number}", 1.5) for number in range(100)])


@dataclasses.dataclass
class Point:
    """Two numbers."""

    x: int
    y: int


def operation(function):
    """Register a function under its name."""
    OPERATIONS[function.__name__] = function
    return function


def _simple(name, function):
    OPERATIONS[name] = function


_simple("json.loads, 50 objects", lambda: json.loads(DOCUMENT))
_simple("json.loads, 200 numbers", lambda: json.loads(NUMBERS))
_simple("json.loads, a form of 2 KB", lambda: json.loads(FORM))
_simple("json.loads, escaped strings", lambda: json.loads(ESCAPED))
_simple("json.dumps, 50 objects", lambda: json.dumps(OBJECTS))
_simple("json.dumps, indented", lambda: json.dumps(OBJECTS, indent=2, sort_keys=True))
_simple("str.encode, 1,000 characters of ASCII", lambda: TEXT.encode())
_simple("str.encode, 1,000 other characters", lambda: FOREIGN.encode())
_simple("bytes.decode, 1,000 characters of ASCII", lambda data=TEXT.encode(): data.decode())
_simple("bytes.decode, 1,000 other characters", lambda data=FOREIGN.encode(): data.decode())
_simple("str.encode('latin-1')", lambda: TEXT.encode("latin-1"))
_simple("str.split and join, 200 words", lambda: " ".join(TEXT.split()))
_simple("str.replace", lambda: TEXT.replace("fox", "cat"))
_simple("str.lower, upper and title", lambda: (TEXT.lower(), TEXT.upper(), TEXT.title()))
_simple("str.format", lambda: "{} of {:,} at {:.2f} {name!r}".format(1, 23456, 3.14159, name="x"))
_simple("f-string", lambda number=23456: f"{number} of {number:,} at {3.14159:.2f} {TEXT[:5]!r}")
_simple("% formatting", lambda: "%s of %d at %.2f %r" % ("x", 23456, 3.14159, "y"))
_simple("str.startswith, find and slices", lambda: (TEXT.startswith("The"), TEXT.find("lazy"), TEXT[10:20], TEXT[-5:]))
_simple("str.isdigit, strip and partition", lambda: ("123".isdigit(), "  x ".strip(), "a=b".partition("=")))
_simple("bytes.join, 100 parts", lambda parts=[b"part"] * 100: b"".join(parts))
_simple("bytes slices, find and comparison", lambda: (BINARY[100:200], BINARY.find(b"\xff\x00"), BINARY == PACKED))
_simple("html.escape and unescape", lambda: html.unescape(html.escape(PAGE)))
_simple("urllib quote and unquote", lambda: urllib.parse.unquote(urllib.parse.quote("/a path/with é & ü")))
_simple("urllib parse_qs", lambda: urllib.parse.parse_qs(QUERY, keep_blank_values=True))
_simple("urllib urlencode", lambda: urllib.parse.urlencode({"a": 1, "b": "two words", "c": "é"}))
_simple("urllib urlsplit and urljoin", lambda: urllib.parse.urljoin(
    urllib.parse.urlsplit("https://example.com:8080/a/b?c=d#e").geturl(), "../f"))
_simple("re: match of a route", lambda: ROUTE.match("/api/v2/users/12345/orders").groupdict())
_simple("re.sub with a function", lambda: WORD.sub(lambda match: match[0].upper(), TEXT))
_simple("re.findall", lambda: WORD.findall(TEXT))
_simple("re.split", lambda: re.split(r"[ ,.]+", TEXT))
_simple("datetime.isoformat", lambda: MOMENT.isoformat())
_simple("datetime.fromisoformat", lambda: datetime.datetime.fromisoformat("2026-11-21T12:30:15.123456+00:00"))
_simple("datetime.strftime and strptime", lambda: datetime.datetime.strptime(
    MOMENT.strftime("%Y-%m-%d %H:%M:%S"), "%Y-%m-%d %H:%M:%S"))
_simple("datetime arithmetic", lambda: (MOMENT + datetime.timedelta(days=3, seconds=7) - MOMENT).total_seconds())
_simple("email.utils.format_datetime", lambda: email.utils.format_datetime(MOMENT, usegmt=True))
_simple("email.utils.parsedate_to_datetime", lambda: email.utils.parsedate_to_datetime("Sat, 21 Nov 2026 12:30:15 GMT"))
_simple("http.cookies", lambda: http.cookies.SimpleCookie("a=1; session=abc.def; theme=dark").output())
_simple("uuid.UUID", lambda: str(uuid.UUID("12345678-1234-5678-1234-567812345678")))
_simple("uuid.uuid4", lambda: len(str(uuid.uuid4())))
_simple("secrets.token_urlsafe", lambda: len(secrets.token_urlsafe(16)))
_simple("hashlib.sha256, 10 KB", lambda: hashlib.sha256(BINARY).hexdigest())
_simple("hmac, 1 KB", lambda: hmac.new(b"secret", BINARY[:1024], "sha256").hexdigest())
_simple("base64, 10 KB", lambda: base64.b64decode(base64.b64encode(BINARY)) == BINARY)
_simple("zlib.compress, 10 KB", lambda: len(zlib.compress(BINARY)) > 0)
_simple("zlib.decompress, 10 KB", lambda: len(zlib.decompress(PACKED)))
_simple("gzip.decompress, 10 KB", lambda: len(gzip.decompress(ZIPPED)))
_simple("struct pack and unpack", lambda: struct.unpack(">IHBd", struct.pack(">IHBd", 1, 2, 3, 4.5)))
_simple("int() and str() of numbers", lambda: [str(int(text)) for text in ("1", "23", "456789", "-12")])
_simple("float() and repr() of numbers", lambda: [repr(float(text)) for text in ("1.5", "2.25e10", "-0.001")])
_simple("decimal: a sum of prices", lambda: str(
    sum((decimal.Decimal("19.99") * number for number in range(10)), decimal.Decimal()).quantize(decimal.Decimal("0.01"))))
_simple("dict: merge, copy and items", lambda: sorted(({**OBJECTS[0], "x": 1} | OBJECTS[1]).items(), key=str))
_simple("dict and set comprehension", lambda: (
    {item["id"]: item for item in OBJECTS}.keys(), {item["name"] for item in OBJECTS} and None))
_simple("list comprehension with a condition", lambda: [item["id"] * 2 for item in OBJECTS if item["active"]])
_simple("sorted by a key", lambda: sorted(OBJECTS, key=operator.itemgetter("name"), reverse=True))
_simple("generator with sum, any and max", lambda: (
    sum(item["price"] for item in OBJECTS), any(item["id"] > 40 for item in OBJECTS), max(item["id"] for item in OBJECTS)))
_simple("collections.Counter", lambda: collections.Counter(WORDS).most_common(3))
_simple("collections.defaultdict", lambda: functools.reduce(
    lambda groups, word: groups[len(word)].append(word) or groups, WORDS, collections.defaultdict(list)).keys())
_simple("itertools", lambda: list(itertools.islice(itertools.chain(WORDS, WORDS), 5, 50, 3)))
_simple("dataclasses", lambda: [dataclasses.replace(Point(number, 2), y=3) for number in range(10)])
_simple("copy.deepcopy, 5 objects", lambda: copy.deepcopy(OBJECTS[:5]))
_simple("pickle.dumps", lambda: len(pickle.dumps(OBJECTS)) > 0)
_simple("pickle.loads", lambda: pickle.loads(PICKLED))
_simple("csv.reader, 50 rows", lambda: list(csv.reader(io.StringIO(ROWS))))
_simple("csv.writer, 50 rows", lambda: _written())
_simple("xml.etree, 50 items", lambda: [item.get("id") for item in xml.etree.ElementTree.fromstring(XML).iter("item")])
_simple("string.Template", lambda: TEMPLATE.substitute(name="Jane", order=1, date="today"))
_simple("textwrap.fill", lambda: textwrap.fill(TEXT, 70))
_simple("io.BytesIO: lines", lambda: list(io.BytesIO(TEXT.encode().replace(b".", b"\n"))))
_simple("pathlib", lambda: str(PurePosixPath("/a/b") / "c" / ".." / "d.txt") + PurePosixPath("x/y.tar.gz").suffix)
_simple("random", lambda: len([random.randint(1, 100) for _ in range(10)]))
_simple("logging below the level", lambda: LOG.debug("%s", TEXT))
_simple("contextvars", lambda: VARIABLE.reset(VARIABLE.set(1)))
_simple("sqlite3: 100 rows", lambda: DATABASE.execute("select * from book where price < ?", (2,)).fetchall())


def _written():
    file = io.StringIO()
    csv.writer(file).writerows([number, f"name, {number}", number * 2] for number in range(50))
    return file.getvalue()


@operation
def exceptions(text="x"):
    """Raise and catch."""
    try:
        return int(text)
    except ValueError as failure:
        return str(failure)


@operation
def lock_and_with():
    """Take a lock."""
    with LOCK:
        return LOCK.locked()


@operation
def attributes_and_methods():
    """Make objects, and use them."""
    return sum(point.x + point.y for point in [Point(number, number) for number in range(20)])


@operation
def loop_of_integers():
    """Count."""
    total = 0
    for number in range(1000):
        total += number * number % 7
    return total


def timed(name, seconds):
    """Return the microseconds of a call when it is warm, and a digest of its result."""
    function = OPERATIONS[name]
    digest = hashlib.sha256(repr(function()).encode("utf-8", "backslashreplace")).hexdigest()
    count, best = 1, float("inf")
    deadline = time.perf_counter() + seconds
    while True:
        begun = time.perf_counter()
        for _ in range(count):
            function()
        now = time.perf_counter()
        if now - begun < 0.02:
            count *= 2
        else:
            best = min(best, (now - begun) / count)
            if now > deadline:
                return {"microseconds": best * 1e6, "digest": digest}


def app(environ, start_response):
    """Respond with the names of the operations, or the time of one of them."""
    query = dict(urllib.parse.parse_qsl(environ["QUERY_STRING"]))
    result = timed(query["name"], float(query["seconds"])) if query else list(OPERATIONS)
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(result).encode()]


if __name__ == "__main__":
    json.dump({name: timed(name, float(sys.argv[1])) for name in OPERATIONS}, sys.stdout)
