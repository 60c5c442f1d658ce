"""Reads many JSON documents, good and bad, in the ways that applications do.

Run with CPython to record its results in the file beside this one.
"""

import decimal
import json
import pathlib
import random

from random_values import random_value

DOCUMENTS = [
    *["null", "true", "false", "0", "-0", "-0.0", "1e5", "1E-5", "1.5e+300", "1e400", "-1e400"],
    *["123456789012345678901234567890", "0.1", "NaN", "Infinity", "-Infinity", '""', '"a"'],
    *['"\\u00e9\\n\\t\\"\\\\\\/"', '"\\ud83d\\ude00"', '"\\ud83d"', '"\u00e9\U0001f600"', "[]", "{}"],
    *["[1,2,3]", " [ 1 , 2 ] ", '{"a":1,"a":2}', '{"a":{"b":[{}]}}', '\t{"k"\n:\r"v"}\n'],
    *["", " ", "nul", "tru", "01", "1.", ".5", "+1", "1e", "0x10", "'a'", '"a', '"\\x"', '"\\u12"'],
    *['"\n"', '"\x00"', "[1,]", "[,1]", "[1", "]", "{", "}", '{"a"}', '{"a":}', '{"a":1,}', "{1:2}"],
    *['["\U0001f600", 1]', '{"\U0001f600": "\U0001f408", "b": 1}', '["\U0001f600" 1]'],
    *['{"a" 1}', '{"a":1 "b":2}', "[1 2]", "[1]x", "nan", "--1", "\ufeff[]", "/*c*/1", "[" * 50 + "]" * 50],
]


def app(environ, start_response):
    """Respond with what comes of each document."""
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [_results()]


def _results():
    documents = DOCUMENTS + _random()
    lines = [ascii((document, *map(repr, _read(document)))) for document in documents]
    lines += [ascii((text, _outcome(json.loads, text))) for text in _damaged(documents)]
    lines += map(ascii, _misuse())
    return "\n".join(lines).encode("ascii")


def _read(document):
    yield _outcome(json.loads, document)
    yield _outcome(json.loads, document.encode("utf-8", "surrogatepass"))
    yield _outcome(json.loads, document, parse_float=decimal.Decimal, parse_int=str)
    yield _outcome(json.loads, document, object_pairs_hook=tuple, parse_constant=str)
    yield _outcome(json.loads, document, object_hook=sorted)
    yield _outcome(json.JSONDecoder(strict=False).raw_decode, document)


def _outcome(read, *arguments, **options):
    try:
        return read(*arguments, **options)
    except StopIteration as end:
        return end.value
    except Exception as failure:
        return type(failure), str(failure), getattr(failure, "pos", None)


def _random():
    source = random.Random(8259)
    return [
        json.dumps(
            random_value(source, 4, str), indent=source.choice([None, 1]), ensure_ascii=source.choice([True, False])
        )
        for _ in range(200)
    ]


def _damaged(documents):
    """Take away, replace and double characters."""
    source = random.Random(7159)
    for document in documents:
        if len(document) < 2:
            continue
        at = source.randrange(len(document))
        yield document[:at]
        yield document[:at] + document[at + 1 :]
        yield document[:at] + source.choice('[]{}",:\\ud0eE-+. \n\x1fNIntf') + document[at + source.randrange(2) :]


def _misuse():
    decoder = json.JSONDecoder()
    for text, index in [("1", -1), ("1", 1), ("[1", 5), (b"1", 0), (1, 0), (None, 0)]:
        yield _outcome(decoder.scan_once, text, index)
    for arguments in [('a"', 0), ('a\nb"', 0, True), ('a\nb"', 0, False), ("a", 0), (b'a"', 0), ('x"a"', 2)]:
        yield _outcome(json.decoder.scanstring, *arguments)

    class Reader:
        scanstring = json.decoder.scanstring

    yield _outcome(Reader().scanstring, 'a"', 0)
    for function in json.scanner.c_make_scanner, json.decoder.c_scanstring, json.encoder.c_make_encoder:
        yield function.__module__


if __name__ == "__main__":
    pathlib.Path(__file__).with_suffix(".txt").write_bytes(_results() + b"\n")
