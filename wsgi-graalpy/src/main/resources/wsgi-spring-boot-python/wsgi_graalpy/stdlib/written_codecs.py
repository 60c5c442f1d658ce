"""Puts codecs that are written in Python into the places of GraalPy's, and loads them when they are asked for.

GraalPy leaves UTF-16, UTF-32, UTF-7 and escapes to Java's charsets, which have other faults, take other data, and cannot go on
after a piece of data. Their incremental classes are those of CPython's ``encodings``.
"""

import _codecs
import codecs
from encodings import normalize_encoding
from encodings.aliases import aliases
from importlib import import_module

from .builtin import Builtin

__all__ = ["install", "names_of"]

_WIDE = "utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be"
_OTHERS = {"utf_7": ("utf_7", "decode"), "unicode_escape": ("escapes", "decode"), "raw_unicode_escape": ("escapes", "decode_raw")}
_CLASSES = "IncrementalEncoder", "IncrementalDecoder", "StreamReader", "StreamWriter"
_MARKED = "utf_16", "utf_32"


def install():
    """Replace functions of ``codecs``, what ``bytes.decode`` and ``str.encode`` call, and incremental classes."""
    decoders = {name: _wide("decoder", name) for name in _WIDE}
    decoders.update((name, _Late(*place)) for name, place in _OTHERS.items())
    encoders = {name: _wide("encoder", name, getattr(_codecs, f"{name}_encode")) for name in _WIDE}
    encoders["utf_7"] = _Late("utf_7", "encode")
    for name in "unicode_escape", "raw_unicode_escape":
        encoders[name] = _Late("escapes", "encoder", __package__, (getattr(_codecs, f"{name}_encode"),))
    for name, decode in decoders.items():
        _publish(f"{name}_decode", decode)
    for name, encode in encoders.items():
        _publish(f"{name}_encode", _ordered(name, encoders) if name in _MARKED else encode)
    for name in _MARKED:
        _publish(f"{name}_ex_decode", _wide("order_telling_decoder", name))
    _publish("readbuffer_encode", Builtin(readbuffer_encode, "_codecs"))
    kind = type(codecs.lookup("utf-16").decode.__self__)
    kind.decode = _Method(kind.__dict__["decode"], {name: _whole(decode) for name, decode in decoders.items()})
    kind.encode = _Method(kind.__dict__["encode"], encoders)
    _put_classes(decoders)
    original = _codecs.unregister

    def unregister(search_function, /):
        """Unregister a codec search function and clear the registry's cache."""
        original(search_function)
        # With the cache, the classes that were put there are gone
        _put_classes(decoders)

    _publish("unregister", Builtin(unregister, "_codecs"))


def _put_classes(encodings):
    for encoding in encodings:
        for name in names_of(encoding):
            _codecs._forget_codec(name)
            info = codecs.lookup(name)
            for each in _CLASSES:
                setattr(info, each.lower(), _Late(encoding, each, "encodings"))


def names_of(encoding):
    """Return the names of an encoding, in the form in which they are looked up."""
    return [encoding, *(alias for alias, known in aliases.items() if known == encoding)]


def readbuffer_encode(data, errors=None, /):
    """Return the bytes of an object, and their number."""
    if isinstance(data, str):
        data = data.encode()
    try:
        data = bytes(memoryview(data))
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'") from None
    return data, len(data)


def _publish(name, function):
    setattr(_codecs, name, function)
    setattr(codecs, name, function)


def _wide(kind, *arguments):
    return _Late("wide_encodings", kind, __package__, arguments)


def _whole(decode):
    def decode_all(input, errors="strict"):
        return decode(input, errors, True)

    return decode_all


def _ordered(name, encoders):
    def encode(str, errors=None, byteorder=0, /):
        order = "" if not byteorder else "_le" if byteorder < 0 else "_be"
        return encoders[name + order](str, errors)

    encode.__name__ = f"{name}_encode"
    return Builtin(encode, "_codecs")


class _Late:
    """A function or a class that is loaded when it is called first. With arguments, it is what a function returns."""

    def __init__(self, module, name, package=__package__, arguments=None):
        self.__name__ = name
        self._module = f"{package}.{module}"
        self._arguments = arguments
        self._loaded = None

    def __call__(self, *args, **kwargs):
        if self._loaded is None:
            loaded = getattr(import_module(self._module), self.__name__)
            self._loaded = loaded if self._arguments is None else loaded(*self._arguments)
        return self._loaded(*args, **kwargs)


class _Method:
    """A method of GraalPy's codecs, which is asked for once for each name of an encoding."""

    def __init__(self, original, functions):
        self._original = original
        self._functions = functions

    def __get__(self, instance, owner=None):
        if instance is not None:
            name = normalize_encoding(instance.encoding).lower()
            function = self._functions.get(aliases.get(name, name))
            if function is not None:
                return function
        return self._original.__get__(instance, owner)
