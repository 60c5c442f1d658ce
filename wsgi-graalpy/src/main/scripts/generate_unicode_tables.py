#!/usr/bin/env python3.12
"""Writes wsgi_graalpy/stdlib/unicode_tables.py from what CPython knows of Unicode.

Run it with the version of CPython that GraalPy implements:

    python3.12 generate_unicode_tables.py ../resources/wsgi-spring-boot-python/wsgi_graalpy/stdlib/unicode_tables.py

The tables hold what GraalPy's Java part does not know: the properties of today's characters
that it lacks, and Unicode 3.2, which IDNA 2003 asks for.
"""

import ctypes
import itertools
import pathlib
import string
import sys
import textwrap
import unicodedata
from unicodedata import normalize, ucd_3_2_0

CHARACTERS = [chr(number) for number in range(sys.maxunicode + 1)]

# What can stand for a value in a table: characters that need no escape
SYMBOLS = string.digits + string.ascii_letters + "!#$%&()*+,-./:;<=>?@[]^_`{|}~"

HEADER = '''"""Tables for ``unicode_properties``, made by generate_unicode_tables.py with CPython {cpython}. Do not edit.

Derived from the Unicode Character Database, copyright Unicode, Inc.,
https://www.unicode.org/license.txt

A table of ranges has the values of a property, a symbol from ``SYMBOLS`` for each range, which
tells which of the values it is, and the number of characters in each range, from U+0000 on.
"""

SYMBOLS = {symbols!r}
'''


def main(target):
    parts = [
        HEADER.format(
            cpython=".".join(map(str, sys.version_info[:2])),
            symbols=SYMBOLS,
        ),
        "# Unicode 3.2\n",
        ranges("CATEGORY_3_2", ucd_3_2_0.category),
        ranges("BIDIRECTIONAL_3_2", ucd_3_2_0.bidirectional),
        ranges("EAST_ASIAN_WIDTH_3_2", ucd_3_2_0.east_asian_width),
        corrections(),
        differences("MIRRORED_3_2", unicodedata.mirrored, ucd_3_2_0.mirrored),
        decimals_3_2(),
        "# The current version\n",
        ranges("COMBINING", unicodedata.combining),
        ranges("EAST_ASIAN_WIDTH", unicodedata.east_asian_width),
        ranges("MIRRORED", unicodedata.mirrored),
        ranges("DECOMPOSITION_TAG", tag),
        decompositions(),
        decimals(),
        numbers("DIGITS", unicodedata.digit, unicodedata.decimal),
        numbers("NUMBERS", unicodedata.numeric, unicodedata.digit),
        sequences(),
    ]
    check_unicode_3_2()
    pathlib.Path(target).write_text("\n".join(parts), "ascii")


def ranges(name, function):
    values = sorted(set(map(function, CHARACTERS)))
    symbols = dict(zip(values, SYMBOLS, strict=False))
    runs = [(value, len(list(run))) for value, run in itertools.groupby(CHARACTERS, function)]
    meanings = "".join(symbols[value] for value, _ in runs)
    lengths = " ".join(str(length) for _, length in runs)
    return f"{name} = (\n{tuple_of(values)}{text(meanings)}    ,\n{text(lengths)})\n"


def tuple_of(values):
    lines = textwrap.wrap(", ".join(map(literal, values)), 90)
    return "    (\n" + "".join(f"        {line}\n" for line in lines) + "    ),\n"


def literal(value):
    return f'"{value}"' if isinstance(value, str) else repr(value)


def text(joined):
    return "".join(f'    "{joined[start:start + 90]}"\n' for start in range(0, len(joined), 90))


def words(name, pieces):
    return f"{name} = (\n{text(' '.join(pieces))})\n"


def corrections():
    """Characters that were normalised to something else in Unicode 3.2, and what to."""
    pieces = []
    for char in CHARACTERS:
        if ucd_3_2_0.category(char) != "Cn":
            results = {ucd_3_2_0.normalize(form, char) for form in FORMS}
            if results != {normalize(form, char) for form in FORMS}:
                (result,) = results
                pieces.append(f"{ord(char):x}={ord(result):x}")
    return words("CORRECTIONS_3_2", pieces)


FORMS = ("NFC", "NFD", "NFKC", "NFKD")


def differences(name, current, old):
    """Characters for which a yes or no has changed."""
    pieces = [
        f"{ord(char):x}"
        for char in CHARACTERS
        if ucd_3_2_0.category(char) != "Cn" and current(char) != old(char)
    ]
    return words(name, pieces)


def decimals_3_2():
    """Characters that were decimal digits, and are digits only."""
    pieces = []
    for char in CHARACTERS:
        old = ucd_3_2_0.decimal(char, None)
        if ucd_3_2_0.category(char) != "Cn" and old != unicodedata.decimal(char, None):
            assert old == unicodedata.digit(char)
            pieces.append(f"{ord(char):x}")
    return words("DECIMALS_3_2", pieces)


def tag(char):
    """The kind of the decomposition: ``=`` for a canonical one."""
    decomposition = unicodedata.decomposition(char)
    if not decomposition:
        return ""
    return decomposition.partition(" ")[0] if decomposition.startswith("<") else "="


def decompositions():
    """Decompositions that do not follow from normal forms as ``unicode_data`` has it."""
    pieces = []
    for char in CHARACTERS:
        kind = tag(char)
        if kind:
            mapping = unicodedata.decomposition(char).removeprefix(kind).strip()
            if mapping != derived(char, kind):
                pieces.append(f"{ord(char):x}={mapping.replace(" ", "+").lower()}")
    return words("DECOMPOSITIONS", pieces)


def derived(char, kind):
    if kind == "=":
        full = normalize("NFD", char)
        parts = full if len(full) == 1 else normalize("NFC", full[:-1]) + full[-1]
    else:
        parts = normalize("NFKC", char)
    return " ".join(f"{ord(part):04X}" for part in parts)


def decimals():
    """The zeros, each of which begins ten decimal digits in a row."""
    zeros = [char for char in CHARACTERS if unicodedata.decimal(char, None) == 0]
    digits = {chr(ord(zero) + value): value for zero in zeros for value in range(10)}
    assert digits == {
        char: unicodedata.decimal(char) for char in CHARACTERS if unicodedata.decimal(char, None) is not None
    }
    return words("ZEROS", [f"{ord(zero):x}" for zero in zeros])


def numbers(name, function, narrower):
    """Values in a row, each time after the first character that has one of them."""
    found = {}
    for char in CHARACTERS:
        value = function(char, None)
        if value is not None and narrower(char, None) is None:
            found[ord(char)] = value
        elif value is not None:
            assert value == narrower(char)
    pieces = []
    for number, value in found.items():
        start = "+" if number - 1 in found else f" {number:x}="
        pieces.append(f"{start}{fraction(value)}")
    return words(name, ["".join(pieces).strip()])


def fraction(value):
    for denominator in itertools.count(1):
        numerator = round(value * denominator)
        if numerator / denominator == value:
            return f"{numerator}/{denominator}" if denominator > 1 else str(numerator)


def sequences():
    """The sequences that have a name. There is no other way to ask for the names."""
    pointer = ctypes.pythonapi.PyCapsule_GetPointer
    pointer.restype = ctypes.c_void_p
    pointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
    functions = pointer(unicodedata._ucnhash_CAPI, b"unicodedata._ucnhash_CAPI")
    address = ctypes.cast(functions, ctypes.POINTER(ctypes.c_void_p))[0]
    prototype = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_int, ctypes.c_int)
    name_of = prototype(address)
    name = ctypes.create_string_buffer(256)
    lines = []
    for char in CHARACTERS:
        if unicodedata.category(char) == "Co" and name_of(ord(char), name, 256, 1):
            sequence = unicodedata.lookup(name.value.decode())
            if len(sequence) > 1:
                lines.append(f'    "{name.value.decode()}={"+".join(f"{ord(part):x}" for part in sequence)};"\n')
    return "SEQUENCES = (\n" + "".join(lines) + ")\n"


def check_unicode_3_2():
    """Make sure of what ``unicode_data`` derives for Unicode 3.2 from the current version."""
    for char in CHARACTERS:
        assigned = ucd_3_2_0.category(char) != "Cn"
        for name in ("combining", "decomposition"):
            old = getattr(ucd_3_2_0, name)(char)
            assert old == getattr(unicodedata, name)(char) if assigned else not old
        assert assigned or not ucd_3_2_0.mirrored(char)
        assert ucd_3_2_0.digit(char, None) == unicodedata.digit(char, None)
        for name in ("name", "numeric", "decimal"):
            old = getattr(ucd_3_2_0, name)(char, None)
            if not assigned:
                assert old is None
            elif name != "decimal":
                assert old == getattr(unicodedata, name)(char, None)


main(*sys.argv[1:])
