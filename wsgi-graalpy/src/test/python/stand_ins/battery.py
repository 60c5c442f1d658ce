"""Questions to the standard library, which CPython and the stand-ins are to answer alike.

``record.py`` keeps CPython's answers. Where there are too many of them, a line has a checksum
of the answers for some characters.
"""

import binascii
import datetime
import getpass
import hashlib
import importlib
import io
import itertools
import math
import os
import pathlib
import pickle
import quopri
import random
import re
import shutil
import stringprep
import tempfile
import termios
import time
import unicodedata
import warnings
import zlib
import zoneinfo
from unicodedata import ucd_3_2_0

import database
import inputs
import kernel
import objects
import system
import texts
from answers import answer
from kernel import foreign_names  # noqa: F401, asked for by its name

TOPICS = {**system.TOPICS, **kernel.TOPICS, **database.TOPICS, **texts.TOPICS, **objects.TOPICS}


def topic(function):
    """Have the lines of a function recorded."""
    TOPICS[function.__name__] = function
    return function


def app(environ, start_response):
    """Answer with the lines of the function that is the path."""
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    name = environ["PATH_INFO"][1:]
    function = TOPICS.get(name) or globals()[name]
    return [b"".join(line.encode() + b"\n" for line in function())]


def checksums(name, size, characters, function):
    """Return lines with a checksum of the answers for each of the blocks of a size."""
    for block, group in itertools.groupby(characters, lambda char: ord(char) // size):
        answers = [answer(function, char) for char in group]
        yield f"{name} {block * size:05X} {zlib.crc32(' '.join(answers).encode()):08x}"


@topic
def properties_of_today():
    for name in ("combining", "decomposition", "east_asian_width", "mirrored"):
        yield from checksums(name, 0x1000, inputs.characters(), getattr(unicodedata, name))
    for name in ("decimal", "digit", "numeric"):
        function = getattr(unicodedata, name)
        yield from checksums(name, 0x1000, inputs.characters(), lambda char: function(char, None))


@topic
def properties_of_3_2():
    for name in ("bidirectional", "category", "combining", "decomposition", "east_asian_width", "mirrored"):
        yield from checksums(name, 0x1000, inputs.characters(), getattr(ucd_3_2_0, name))
    for name in ("decimal", "digit", "name", "numeric"):
        function = getattr(ucd_3_2_0, name)
        yield from checksums(name, 0x1000, inputs.characters(), lambda char: function(char, None))


@topic
def arguments():
    for database in (unicodedata, ucd_3_2_0):
        names = ("combining", "decomposition", "east_asian_width", "mirrored", "decimal", "digit", "numeric")
        for name in (*names, *(("bidirectional", "category", "name") if database is ucd_3_2_0 else ())):
            for argument in ("", "ab", 5, None, b"a", "\ud800", "\0"):
                yield f"{name} {argument!a} {answer(getattr(database, name), argument)}"
        for name in ("decimal", "digit", "numeric"):
            for char in "x", "5", "\xb2", "\xbd", "\u0969", "\u4e00":
                yield f"{name} {char!a} {answer(getattr(database, name), char)}"
    for form, text in (("NFX", "a\u0300"), ("nfc", "\u0221"), (None, "a"), ("NFC", None), ("NFC", b"a"), ("X", "")):
        yield f"normalize {answer(ucd_3_2_0.normalize, form, text)}"
        yield f"is_normalized {answer(ucd_3_2_0.is_normalized, form, text)}"
    yield answer(type(ucd_3_2_0))
    yield f"{type(ucd_3_2_0)} {ucd_3_2_0.unidata_version} {type(ucd_3_2_0) is unicodedata.UCD}"


@topic
def normal_forms_of_3_2():
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        yield from checksums(form, 0x1000, inputs.characters(), lambda char: ucd_3_2_0.normalize(form, char))
    for number, text in enumerate(inputs.texts()):
        forms = [ucd_3_2_0.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")]
        normal = [ucd_3_2_0.is_normalized("NFC", text) for text in (text, *forms)]
        yield f"{number} {zlib.crc32(ascii((text, forms, normal)).encode()):08x}"


@topic
def stringprep_tables():
    for name in sorted(vars(stringprep)):
        if name.startswith(("in_table_", "map_table_")):
            yield from checksums(name, 0x4000, inputs.preparable(), getattr(stringprep, name))


@topic
def idna_of_characters():
    yield from checksums("before", 0x400, inputs.preparable(), lambda char: f"{char}a".encode("idna"))
    some = itertools.islice(inputs.preparable(), 0, None, 5)
    yield from checksums("after", 0x400, some, lambda char: f"\u05d0{char}".encode("idna"))


@topic
def idna_of_names():
    for name in inputs.host_names():
        encoded = answer(name.encode, "idna")
        yield f"{name!a} {encoded}"
        yield f"{name!a} {answer(name.encode('punycode').decode, 'punycode')}"
    for name in inputs.encoded_host_names():
        yield f"{name!a} {answer(name.decode, 'idna')}"


@topic
def names():
    for name in inputs.names():
        yield f"{name!a} {answer(unicodedata.lookup, name)}"
        yield answer(ucd_3_2_0.lookup, name)[:20]
    for block in range(0x200):
        chars = map(chr, range(block << 8, (block + 1) << 8))
        named = [char for char in chars if ucd_3_2_0.name(char, None)]
        found = [unicodedata.lookup(ucd_3_2_0.name(char)) for char in named]
        yield f"{block:03X} {len(named)} {found == named}"


@topic
def terminal():
    constants = {name: value for name, value in vars(termios).items() if isinstance(value, int)}
    yield from (f"{name} {value}" for name, value in sorted(constants.items()))
    yield f"{termios.error} {termios.error.__mro__}"
    attributes = [0, 0, 0, 0, 0, 0, [0] * 32]
    with tempfile.TemporaryFile() as file:
        for call in (
            (termios.tcgetattr, file),
            (termios.tcgetattr, file.fileno()),
            (termios.tcgetattr, 12345),
            (termios.tcgetattr, -1),
            (termios.tcgetattr, "file"),
            (termios.tcgetattr, None),
            (termios.tcgetattr, 1.5),
            (termios.tcsetattr, file, termios.TCSANOW, attributes),
            (termios.tcsetattr, file, termios.TCSANOW, attributes[1:]),
            (termios.tcsetattr, file, termios.TCSANOW, None),
            (termios.tcsetattr, file, "now", attributes),
            (termios.tcsetattr, 12345, termios.TCSANOW, attributes),
            (termios.tcsendbreak, file, 0),
            (termios.tcdrain, file),
            (termios.tcflush, file, termios.TCIFLUSH),
            (termios.tcflush, file, None),
            (termios.tcflow, file, termios.TCION),
            (termios.tcgetwinsize, file),
            (termios.tcsetwinsize, file, (24, 80)),
            (termios.tcsetwinsize, file, (24,)),
            (termios.tcsetwinsize, file, 24),
            (termios.tcsetwinsize, file, ("24", "80")),
        ):
            function, *parameters = call
            yield f"{function.__name__} {answer(function, *parameters)}"


@topic
def password():
    import sys

    def open_nothing(path, *arguments, **keywords):
        if path == "/dev/tty":
            raise OSError(6, "No such device or address")
        return os_open(path, *arguments, **keywords)

    os_open, os.open = os.open, open_nothing
    stdin = sys.stdin
    try:
        with tempfile.TemporaryFile("w+") as file, warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            file.write("secret\n")
            file.seek(0)
            sys.stdin = file
            prompt = io.StringIO()
            yield answer(getpass.getpass, "Password, please: ", prompt)
            yield answer(getpass.getpass, "Again: ", prompt)
            yield ascii(prompt.getvalue())
            yield from (f"{warning.category.__name__} {warning.message}" for warning in caught)
    finally:
        sys.stdin = stdin
        os.open = os_open


@topic
def scanner():
    def keep(scanner, token):
        return token, scanner.match.span()

    rules = [
        (r"[a-z]+(?=\()", lambda scanner, token: ("call", token)),
        (r"[a-z_]\w*", keep),
        (r"\d+\.\d*", lambda scanner, token: float(token)),
        (r"\d+", lambda scanner, token: int(token)),
        (r"=|\+|-|\*|/", "operator"),
        (r"^#.*$", keep),
        (r"\s+", None),
    ]
    for flags in (0, re.MULTILINE, re.IGNORECASE, re.ASCII | re.MULTILINE):
        for text in ("sum = 3*foo + 312.50+bar", "# one\n# two", "f(x) = Y", "\u0663 + \xe9", "", "?", "a?b"):
            scanner = re.Scanner(rules, flags)
            yield f"{flags} {text!a} {answer(scanner.scan, text)}"
    yield answer(re.Scanner([("a*", keep)]).scan, "aab")
    yield answer(re.Scanner([(b"a+", None)]).scan, b"aab")
    yield answer(re.Scanner, [("(", None)])
    yield ascii(re.Scanner(rules).scanner.match("foo").lastindex)


@topic
def quoted_printable():
    chance = random.Random(1)
    for number, alphabet in enumerate((b"ab. \t\r\n=_\0\xff", b"=0aF\r\n_x", bytes(range(256)), b"aaaaaaaa \r\n.")):
        for size in (0, 1, 2, 3, 10, 75, 76, 77, 300):
            answers = []
            for _ in range(20):
                data = bytes(chance.choices(alphabet, k=size))
                answers += (binascii.a2b_qp(data, header) for header in (False, True))
                answers += (
                    binascii.b2a_qp(data, quotetabs, istext, header)
                    for quotetabs in (False, True) for istext in (False, True) for header in (False, True)
                )
            yield f"{number} {size} {zlib.crc32(ascii(answers).encode()):08x}"
    for argument in ("", "a=3D", "\xe9", 5, None, bytearray(b"a=3Db "), memoryview(b"=E4=")):
        yield answer(binascii.a2b_qp, argument)
        yield answer(binascii.b2a_qp, argument)
    yield ascii(quopri.encodestring("Gr\xfc\xdfe = 1_\n".encode(), True, True))
    yield ascii(quopri.decodestring(b"Gr=C3=BC=\n=C3=9Fe", header=True))


@topic
def scrypt():
    """The vectors of RFC 7914, what Werkzeug and Django ask for, and what is refused."""
    for password, salt, n, r, p, limit in (
        (b"", b"", 16, 1, 1, 0),
        (b"password", b"NaCl", 1024, 8, 16, 0),
        (b"pleaseletmein", b"SodiumChloride", 16384, 8, 1, 0),
        ("P\xe4ssw\xf6rt".encode(), bytes(range(256)), 32768, 8, 1, 132 * 32768 * 8),
    ):
        yield hashlib.scrypt(password, salt=salt, n=n, r=r, p=p, maxmem=limit).hex()
    yield hashlib.scrypt(b"secret", salt=bytearray(b"salt"), n=16384, r=8, p=5, maxmem=0, dklen=100).hex()
    for wrong in (
        {"salt": None}, {"salt": "salt"}, {"n": 1}, {"n": 3}, {"n": -2}, {"r": 0}, {"r": -1}, {"p": 0}, {"p": -1},
        {"n": 2**15, "r": 8}, {"n": 2**16, "maxmem": 2**30}, {"maxmem": -1}, {"maxmem": 2**31}, {"dklen": 0},
        {"n": 1024, "r": 8, "maxmem": 1051647}, {"n": 1024, "r": 8, "maxmem": 1051648},
    ):
        arguments = {"salt": b"salt", "n": 16, "r": 1, "p": 1} | wrong
        try:
            yield f"{wrong} {hashlib.scrypt(b'secret', **arguments).hex()}"
        except (TypeError, ValueError) as failure:
            yield f"{wrong} {type(failure).__name__}"


@topic
def sleeps():
    """What time.sleep takes and refuses, also as an attribute of a class."""

    class Sleeper:
        sleep = time.sleep

    for sleep in (time.sleep, Sleeper().sleep):
        for seconds in (
            0, 0.0, -0.0, 1e-9, 0.001, -1, -0.001, math.nan, math.inf, 1e30, 2**70, 2**1100, "1", None,
        ):
            yield f"{ascii(seconds)[:9]} {answer(sleep, seconds).partition('(')[0]}"
        yield answer(sleep).partition("(")[0]


@topic
def names_of_files():
    path = pathlib.Path(__file__)

    class Reader:
        open = open

    for opened in (open, io.open, Reader().open):
        for file, mode in ((path, "r"), (path, "rb"), (str(path), "r"), (os.fsencode(path), "rb")):
            with opened(file, mode) as stream:
                yield f"{type(stream).__name__} {type(stream.name).__name__} {os.path.basename(stream.name)!a}"
    with path.open() as stream:
        yield type(stream.name).__name__
    with open(path, "rb", 0) as stream, open(stream.fileno(), closefd=False) as again:
        yield f"{type(stream.name).__name__} {type(again.name).__name__}"
    for wrong in (None, 1.5, [], pathlib.Path("/no/such/file")):
        yield answer(open, wrong)
    yield answer(open, path, "r", -1, None, None, None, True, None, None).split("(")[0]
    yield f"{callable(open)} {open is io.open} {open!r}"


@topic
def dates():
    for name in ("date", "datetime", "time", "timedelta", "timezone", "tzinfo"):
        kind = getattr(datetime, name)
        yield f"{kind} {kind.__module__} {kind.__qualname__} {pickle.loads(pickle.dumps(kind)) is kind}"
    for value in (
        datetime.datetime(2026, 11, 21, 17, 30, tzinfo=datetime.timezone.utc), datetime.date(2026, 2, 28),
        datetime.time(1, 2, 3, 4), datetime.timedelta(1, 2), datetime.timezone(datetime.timedelta(hours=-1)),
    ):
        yield f"{value!r} {pickle.loads(pickle.dumps(value)) == value} {b'_pydatetime' in pickle.dumps(value)}"
    for year, month, day in itertools.product((-1, 0, 1, 1900, 2000, 2024, 9999, 10000), (0, 1, 2, 4, 12, 13), (-1, 0, 1, 28, 29, 30, 31, 32)):
        yield f"{answer(datetime.date, year, month, day)} {answer(datetime.datetime, year, month, day)}"
    for fields in (
        (24,), (-1,), (23, 60), (0, -1), (0, 0, 60), (0, 0, -1), (0, 0, 0, 1000000), (0, 0, 0, -1), (23, 59, 59, 999999), (True, False),
    ):
        yield f"{answer(datetime.time, *fields)} {answer(datetime.datetime, 2024, 2, 29, *fields)}"
    moment = datetime.datetime(2024, 2, 29)
    for change in {"year": 2023}, {"month": 13}, {"day": 30}, {"hour": 24}, {"fold": 2}, {"year": 0}, {"fold": 1}:
        yield answer(lambda: moment.replace(**change))
    for text in "2024-13-01", "2024-02-30", "0000-01-01", "2024-01-01T25:00", "2024-01-01T10:60":
        yield answer(datetime.datetime.fromisoformat, text)


@topic
def zones():
    yield ascii(zoneinfo.TZPATH)


def imports():
    """Import what may parse XML."""
    for name in (
        "plistlib",
        "xml.dom.expatbuilder",
        "xml.etree.ElementTree",
        "xml.parsers.expat",
        "xml.sax.expatreader",
        "xmlrpc.client",
        "xmlrpc.server",
    ):
        yield importlib.import_module(name).__name__


def crypt():
    """Import what GraalPy does not have, although it has the module."""
    yield answer(importlib.import_module, "crypt")


def archives():
    """Import what GraalPy has, and fails to use."""
    yield answer(importlib.import_module, "bz2").partition("(")[0]
    yield ascii([name for name, _ in shutil.get_archive_formats()])
