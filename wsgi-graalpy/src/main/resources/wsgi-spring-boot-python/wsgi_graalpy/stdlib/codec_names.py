"""Names of codecs: ``codecs.lookup`` tells that of the encoding, whatever it was asked for.

GraalPy names its own codecs as they were asked for, so that one and the same encoding seems to be several.
"""

import _codecs
import codecs
from encodings import normalize_encoding
from encodings.aliases import aliases

__all__ = ["install"]

_SUFFIX = "_codec"
# What CPython's names leave as it is
_WITH_UNDERSCORES = "euc_", "iso2022_", "shift_jis"


def install():
    """Name codecs when they are made, which is once for each name that is asked for."""
    own = type(codecs.lookup("ascii").incrementalencoder)
    original = codecs.CodecInfo.__new__

    def __new__(
        cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None, incrementaldecoder=None, name=None,
        *, _is_text_encoding=None,
    ):
        if type(incrementalencoder) is own:
            name = _name(name)
        return original(
            cls, encode, decode, streamreader, streamwriter, incrementalencoder, incrementaldecoder, name,
            _is_text_encoding=_is_text_encoding,
        )

    codecs.CodecInfo.__new__ = __new__
    # Those that were made before
    for name in {*aliases, *aliases.values()}:
        _codecs._forget_codec(name)


def _name(asked):
    name = normalize_encoding(asked).lower()
    name = aliases.get(name) or aliases.get(name.replace(".", "_"), name)
    if name == "latin_1":
        return "iso8859-1"
    if name.endswith(_SUFFIX):
        return name.removesuffix(_SUFFIX)
    return name if name.startswith(_WITH_UNDERSCORES) else name.replace("_", "-")
