"""Encodes host names, good and bad, and parametrizes what ``typing`` has for files.

Run with CPython to record its results in the file beside this one.
"""

import codecs
import io
import pathlib
import typing

NAMES = [
    *["localhost", "example.org", "EXAMPLE.org", "www.example.org.", "127.0.0.1", "[::1]", "a_b.c", "-a", "a b"],
    *["", ".", "..", ".a", "a.", "a..", "a..b", "a.b..", "\x00", "\x7f", "xn--bcher-kva.example", "xn--"],
    *["a" * 63, "a" * 64, "a" * 63 + ".", "a" * 64 + ".", "a" * 63 + ".b", "a" * 64 + ".b", "b." + "a" * 63],
    *["b." + "a" * 64, ".".join(["a" * 63] * 5), "b." + "a" * 64 + ".c", "a.b.c.d.e.f"],
    *["b\u00fccher.example", "B\u00dcCHER.example.", "a\u3002b", "\u00fc" * 64, "a..\u00fc", ".\u00fc", "\u0660.a"],
    *["stra\u00dfe.de", "\ud800.a", "\U0001f600.example", "\u200d", "xn--\u00fc"],
]


class Name(str):
    pass


class Own(typing.IO[str]):
    pass


def app(environ, start_response):
    """Respond with what comes of each name."""
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return ["\n".join(map(ascii, _results())).encode("ascii")]


def _results():
    for name in NAMES:
        yield name, _outcome(name.encode, "idna"), _outcome(codecs.encode, name, "IDNA")
        yield _outcome(Name(name).encode, "idna"), _outcome(name.encode, "idna", "ignore")
        yield _outcome(codecs.getencoder("idna"), name), _outcome(codecs.iterencode, [name, "."], "idna")
    for name in b"localhost", b"a..b", b"xn--bcher-kva.example", b"XN--BCHER-KVA.", b"xn--\xfc", b"\xff":
        yield name, _outcome(name.decode, "idna"), _outcome(name.decode, "idna", "replace")
        yield _outcome(codecs.getdecoder("idna"), name), _outcome(codecs.iterdecode, [name], "idna")
        yield _outcome(codecs.getreader("idna")(io.BytesIO(name)).read)
    info = codecs.lookup("idna")
    yield info.name, len(info), info == codecs.lookup("Idna")
    yield _outcome(info.encode, 5), _outcome(info.encode, b"a"), _outcome(info.encode)
    written = io.BytesIO()
    codecs.getwriter("idna")(written).write("b\u00fccher.example")
    yield written.getvalue()
    for parameters in bytes, str, typing.AnyStr, (bytes,), (bytes, str), (), 5, "bytes", None, [bytes]:
        yield repr(parameters), *map(repr, _aliases(parameters))
    yield typing.get_origin(typing.IO[bytes]) is typing.IO, typing.IO[bytes] is typing.IO[bytes]


def _aliases(parameters):
    for kind in typing.IO, typing.BinaryIO, typing.TextIO, Own:
        yield _outcome(lambda kind=kind: kind[parameters])


def _outcome(function, *arguments):
    try:
        result = function(*arguments)
        return result if isinstance(result, (bytes, str, tuple)) or not hasattr(result, "__next__") else list(result)
    except Exception as failure:
        return type(failure)


if __name__ == "__main__":
    results = b"".join(app({}, lambda status, headers: None)) + b"\n"
    pathlib.Path(__file__).with_suffix(".txt").write_bytes(results)
