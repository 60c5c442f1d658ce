"""Unicode 3.2, which IDNA 2003 (RFC 3490) and stringprep (RFC 3454) ask for.

The results are those of CPython's ``unicodedata.ucd_3_2_0``, down to its habit of taking
combining classes and compositions from today's Unicode when it normalises.
"""

import unicodedata

from . import unicode_data as today
from .unicode_properties import Few, Ranges, flags, mappings

__all__ = ["UCD", "ucd_3_2_0"]

_MISSING = today._MISSING

_categories = Ranges("CATEGORY_3_2")
_bidirectional = Ranges("BIDIRECTIONAL_3_2")
_widths = Ranges("EAST_ASIAN_WIDTH_3_2")
_corrections = Few(lambda tables: mappings(tables.CORRECTIONS_3_2))
_mirrored_otherwise = Few(lambda tables: flags(tables.MIRRORED_3_2))
_decimal_otherwise = Few(lambda tables: flags(tables.DECIMALS_3_2))


class UCD:
    """The type of ``ucd_3_2_0``."""

    __module__ = "unicodedata"
    __slots__ = ()

    unidata_version = "3.2.0"

    def __new__(cls):
        raise TypeError("cannot create 'unicodedata.UCD' instances")

    def bidirectional(self, chr, /):
        """Return the bidirectional class of the character, or an empty string."""
        return _bidirectional[today.checked(chr, "bidirectional")]

    def category(self, chr, /):
        """Return the general category of the character."""
        return _categories[today.checked(chr, "category")]

    def combining(self, chr, /):
        """Return the canonical combining class of the character, 0 if it has none."""
        combining_class = today.combining(chr)
        return combining_class if _is_assigned(chr) else 0

    def decimal(self, chr, default=_MISSING, /):
        """Return the value of the character as a decimal digit, else the default or ValueError."""
        function = today.digit if _decimal_otherwise.get(chr) else today.decimal
        value = function(chr, default)
        return today.found(value if _is_assigned(chr) else default, "not a decimal")

    def decomposition(self, chr, /):
        """Return the decomposition of the character, or an empty string."""
        mapping = today.decomposition(chr)
        return mapping if _is_assigned(chr) else ""

    def digit(self, chr, default=_MISSING, /):
        """Return the value of the character as a digit, else the default or ValueError."""
        return today.digit(chr, default)

    def east_asian_width(self, chr, /):
        """Return the East Asian width of the character."""
        return _widths[today.checked(chr, "east_asian_width")]

    def is_normalized(self, form, unistr, /):
        """Return whether the text is in the normal form."""
        _check_text("is_normalized", form, unistr)
        return self.normalize(form, unistr) == unistr

    def lookup(self, name, /):
        """Return the character with the name, else KeyError."""
        name = today.as_name(name)
        char = today.character(name)
        # CPython finds ideographs of any version, and no aliases
        if char is not None and not name.startswith("CJK UNIFIED IDEOGRAPH-"):
            char = char if self.name(char, None) == name.upper() else None
        return today.found_name(char, name)

    def mirrored(self, chr, /):
        """Return 1 if the character is mirrored in right-to-left text, else 0."""
        value = today.mirrored(chr) ^ _mirrored_otherwise.get(chr, False)
        return value if _is_assigned(chr) else 0

    def name(self, chr, default=_MISSING, /):
        """Return the name of the character, else the default or ValueError."""
        is_assigned = _is_assigned(today.checked(chr, "name", 1))
        return today.found(unicodedata.name(chr, default) if is_assigned else default, "no such name")

    def normalize(self, form, unistr, /):
        """Return the normal form of the text."""
        _check_text("normalize", form, unistr)
        if not unistr:
            return unistr
        if all(map(_is_stable, unistr)):
            return unicodedata.normalize(form, unistr)
        if form not in ("NFC", "NFD", "NFKC", "NFKD"):
            raise ValueError("invalid normalization form")
        parts = _decompose(unistr, form.replace("C", "D"))
        return "".join(_compose(parts) if form.endswith("C") else parts)

    def numeric(self, chr, default=_MISSING, /):
        """Return the value of the character as a number, else the default or ValueError."""
        value = today.numeric(chr, default)
        return today.found(value if _is_assigned(chr) else default, "not a numeric character")


ucd_3_2_0 = object.__new__(UCD)


def _check_text(function, *arguments):
    for position, argument in enumerate(arguments, 1):
        if not isinstance(argument, str):
            kind = "None" if argument is None else type(argument).__name__
            raise TypeError(f"{function}() argument {position} must be str, not {kind}")


def _is_assigned(char):
    return _categories[char] != "Cn"


def _is_stable(char):
    # Two surrogates in a row would become one character on their way through Java
    return char < "\x80" or (_categories[char] not in ("Cn", "Cs") and not _corrections.get(char))


def _decompose(text, form):
    """Decompose, and put marks that follow each other into canonical order (UAX 15, 1.3)."""
    parts = []
    for char in text:
        parts.extend(unicodedata.normalize(form, char) if _is_stable(char) else _corrections.get(char, char))
    begin = 0
    for end in range(len(parts) + 1):
        if end == len(parts) or not today.combining_classes[parts[end]]:
            parts[begin:end] = sorted(parts[begin:end], key=today.combining_classes.__getitem__)
            begin = end
    return parts


def _compose(parts):
    """Compose what was decomposed (UAX 15, 1.3)."""
    result = []
    starter = None
    last_class = 0
    for part in parts:
        combining_class = today.combining_classes[part]
        if starter is not None and (starter == len(result) - 1 or last_class < combining_class):
            composed = unicodedata.normalize("NFC", result[starter] + part)
            if _is_composition(composed):
                result[starter] = composed
                continue
        if not combining_class:
            starter = len(result)
        last_class = combining_class
        result.append(part)
    return result


def _is_composition(text):
    # Java may know a later Unicode, with more compositions
    return len(text) == 1 and (today.decomposition_tags[text] or "\uac00" <= text <= "\ud7a3")
