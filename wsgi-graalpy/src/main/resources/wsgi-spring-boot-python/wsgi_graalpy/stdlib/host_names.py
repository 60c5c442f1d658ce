"""The codec ``idna`` with a short cut for names in ASCII, as almost all host names are."""

from codecs import CodecInfo, ascii_encode
from importlib import import_module

__all__ = ["codec"]

_LABEL_LIMIT = 64


def codec():
    """Return what stands for ``idna`` among the codecs. It imports ``encodings.idna`` when that is needed."""
    return CodecInfo(
        name="idna",
        encode=_encode,
        decode=lambda name, errors="strict": _idna().Codec().decode(name, errors),
        incrementalencoder=lambda errors="strict": _idna().IncrementalEncoder(errors),
        incrementaldecoder=lambda errors="strict": _idna().IncrementalDecoder(errors),
        streamwriter=lambda stream, errors="strict": _idna().StreamWriter(stream, errors),
        streamreader=lambda stream, errors="strict": _idna().StreamReader(stream, errors),
    )


def _encode(name, errors="strict"):
    # A function, not a method, which calls built-in functions only: for others, GraalPy looks
    # through the whole stack for an exception that is being handled
    if errors == "strict" and type(name) is str and name.isascii():
        start = 0
        end = name.find(".")
        while 0 < end - start < _LABEL_LIMIT:
            start = end + 1
            end = name.find(".", start)
        if end < 0 and name and len(name) - start < _LABEL_LIMIT:
            return ascii_encode(name)
    return _idna().Codec().encode(name, errors)


def _idna():
    return import_module("encodings.idna")
