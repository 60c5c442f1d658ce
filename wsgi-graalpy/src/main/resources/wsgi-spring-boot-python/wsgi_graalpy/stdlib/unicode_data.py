"""The functions of ``unicodedata`` that GraalPy has in a native module only, or not at all.

The results are those of CPython.
"""

import _codecs
import re
import unicodedata

from .unicode_properties import Few, Ranges, decimals, digits, mappings, numbers, sequences

__all__ = [
    "combining",
    "decimal",
    "decomposition",
    "digit",
    "east_asian_width",
    "lookup",
    "mirrored",
    "numeric",
]

_MISSING = object()
_NAME = re.compile("[A-Za-z0-9]([A-Za-z0-9 -]*[A-Za-z0-9])?")
_ALGORITHMIC_NAMES = ("CJK UNIFIED IDEOGRAPH-", "HANGUL SYLLABLE ")

combining_classes = Ranges("COMBINING")
decomposition_tags = Ranges("DECOMPOSITION_TAG")

_widths = Ranges("EAST_ASIAN_WIDTH")
_mirrored = Ranges("MIRRORED")
_decompositions = Few(lambda tables: mappings(tables.DECOMPOSITIONS))
_decimals = Few(decimals)
_digits = Few(digits)
_numbers = Few(numbers)
_sequences = Few(sequences)


def combining(chr, /):
    """Return the canonical combining class of the character, 0 if it has none."""
    return combining_classes[checked(chr, "combining")]


def decimal(chr, default=_MISSING, /):
    """Return the value of the character as a decimal digit, else the default or ValueError."""
    return found(_decimals.get(checked(chr, "decimal", 1), default), "not a decimal")


def decomposition(chr, /):
    """Return the decomposition of the character, in hexadecimal numbers, or an empty string."""
    tag = decomposition_tags[checked(chr, "decomposition")]
    if not tag:
        return ""
    # What does not follow from the normal forms is in a table
    mapping = _decompositions.get(chr)
    if mapping is None and tag != "=":
        mapping = unicodedata.normalize("NFKC", chr)
    elif mapping is None:
        mapping = unicodedata.normalize("NFD", chr)
        if len(mapping) > 1:
            mapping = unicodedata.normalize("NFC", mapping[:-1]) + mapping[-1]
    numbers = [f"{ord(part):04X}" for part in mapping]
    return " ".join(numbers if tag == "=" else [tag, *numbers])


def digit(chr, default=_MISSING, /):
    """Return the value of the character as a digit, else the default or ValueError."""
    return found(_digits.get(checked(chr, "digit", 1), default), "not a digit")


def east_asian_width(chr, /):
    """Return the East Asian width of the character."""
    return _widths[checked(chr, "east_asian_width")]


def lookup(name, /):
    """Return the character or the sequence with the name or the alias, else KeyError."""
    name = as_name(name)
    return found_name(character(name) or _sequences.get(name.upper()), name)


def mirrored(chr, /):
    """Return 1 if the character is mirrored in right-to-left text, else 0."""
    return _mirrored[checked(chr, "mirrored")]


def numeric(chr, default=_MISSING, /):
    """Return the value of the character as a number, else the default or ValueError."""
    return found(_numbers.get(checked(chr, "numeric", 1), default), "not a numeric character")


def checked(char, function, position=""):
    """Return the argument of a function if it is a character, else raise TypeError."""
    if isinstance(char, str) and len(char) == 1:
        return char
    argument = f"argument {position}" if position else "argument"
    kind = "None" if char is None else type(char).__name__
    raise TypeError(f"{function}() {argument} must be a unicode character, not {kind}")


def found(value, complaint):
    """Return the value unless it is missing, else raise ValueError."""
    if value is _MISSING:
        raise ValueError(complaint)
    return value


def found_name(value, name):
    """Return the value unless it is None, else raise KeyError."""
    if value is None:
        raise KeyError(f"undefined character name '{name}'")
    return value


def as_name(name):
    """Return the argument of ``lookup`` if it is a name, else raise TypeError or KeyError."""
    if not isinstance(name, str):
        name = str(memoryview(name), "utf-8")
    if len(name) > 256:
        raise KeyError("name too long")
    return name


def character(name):
    """Return the character with the name or the alias, or None."""
    if not _NAME.fullmatch(name):
        return None
    try:
        # GraalPy 25.0 leaves the closing brace behind. What stands for this codec asks here
        escape = f"\\N{{{name}}}".encode("ascii")
        char = _codecs.__truffle_decode__(escape, "unicode_escape", "strict", True)[0][0]
    except UnicodeDecodeError:
        return None
    if name != name.upper() and unicodedata.name(char, "").startswith(_ALGORITHMIC_NAMES):
        return None
    return char
