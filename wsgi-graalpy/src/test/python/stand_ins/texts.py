"""Questions about texts and numbers that are broken, or out of range."""

import base64
import binascii
import codecs
import csv
import email
import encodings.aliases
import hashlib
import io
import itertools
import os
import pkgutil
import random
import tempfile
import urllib.parse
import warnings
import zlib

from answers import answer

TOPICS = {}

_BYTES = 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF
_HANDLERS = "strict", "replace", "ignore", "backslashreplace", "surrogateescape"
_TABLES = "cp1252", "cp1253", "iso8859_7", "koi8_r", "cp437", "windows-1257", "ISO-8859-8", "iso8859_15"
# Modules of others, and what GraalPy lacks
_NO_CODECS = {
    "aliases", "mbcs", "oem", "bz2_codec", "euc_jis_2004", "euc_jisx0213", "iso2022_jp_1", "iso2022_jp_2004", "iso2022_jp_3",
    "iso2022_jp_ext", "shift_jis_2004",
}
_TEXTS = (
    "\xe9", "a\xe9\xe8b\u0400", "\u0400\u20ac\u0401", "\U0001f600x", "a\ud800b", "\udc00\ud800\u0400", "\ud801", "\xff\u0100",
)


def topic(function):
    """Have the lines of a function recorded."""
    TOPICS[function.__name__] = function
    return function


def _fault(function, *arguments):
    """Return the result, or all that is told about a fault."""
    try:
        return ascii(function(*arguments))
    except UnicodeError as fault:
        return _description(fault)


def _description(fault):
    kind = type(fault).__name__
    return f"{kind} {fault.encoding} {ascii(fault.object)} {fault.start} {fault.end} {fault.reason} {ascii(str(fault))}"


@topic
def broken_utf_8():
    """Each sequence of some bytes, as the handlers of faults see it."""
    for errors in _HANDLERS:
        for first in _BYTES:
            answers = []
            for size in range(4 if first >= 0xF0 else 3):
                for rest in itertools.product(_BYTES if size < 3 else _BYTES[2:14:2], repeat=size):
                    answers.append(_fault(bytes((first, *rest)).decode, "utf-8", errors))
            yield f"{errors} {first:02x} {zlib.crc32(' '.join(answers).encode()):08x}"
    for data in b"\xed\xa0\x80\xed\xb0\x80", b"a\xed\xa0", b"\xed", b"\xf0\x9f\x98", b"\xc3(", b"caf\xe9 ol\xe9", b"\xed\x9f\xbf":
        for kind in bytes, bytearray, memoryview:
            yield answer(str, kind(data), "utf-8", "replace")
        for name in "UTF8", "utf_8", "U8", "utf-8-sig", "UTF-8":
            yield f"{name} {_fault(data.decode, name)} {_fault(data.decode, name, 'replace')}"
        yield _fault(lambda: "".join(codecs.iterdecode((bytes((byte,)) for byte in data), "utf-8", "replace")))
        yield _fault(lambda: "".join(codecs.iterdecode((bytes((byte,)) for byte in data), "utf-8")))
        yield _fault(lambda: io.TextIOWrapper(io.BytesIO(data), "utf-8", "replace").read())
        yield _fault(lambda: io.TextIOWrapper(io.BytesIO(data), "utf-8").read())
        yield _fault(lambda: codecs.getreader("utf-8")(io.BytesIO(data), "replace").read())
        yield _fault(urllib.parse.unquote, urllib.parse.quote(data))
        yield _fault(urllib.parse.unquote, urllib.parse.quote(data), "utf-8", "strict")
    yield answer(b"\xff".decode, "utf-8", "no such handler")
    yield answer(codecs.utf_8_decode, b"a\xff", "replace", True)


@topic
def text_faults():
    """What is told of bytes and characters that an encoding does not have."""
    for name in "ascii", "us-ascii", "646", *_TABLES:
        yield f"{name} {_fault(bytes((0x41, 0x81)).decode, name)}"
        for start in range(0x78, 0x100, 8):
            answers = [_fault(bytes((byte,)).decode, name) for byte in range(start, start + 8)]
            yield f"{name} {start:02x} {zlib.crc32(' '.join(answers).encode()):08x}"
    for name in "ascii", "latin-1", "ISO8859-1", "utf-8", "U8", *_TABLES:
        for text in _TEXTS:
            for errors in "strict", "replace", "ignore", "xmlcharrefreplace", "backslashreplace":
                yield f"{name} {errors} {_fault(text.encode, name, errors)}"
    for fault in UnicodeDecodeError("utf-8", b"\xff", 0, 1, "own"), UnicodeEncodeError("x", "y", 0, 1, "own"), KeyError(1):
        yield _fault(codecs.strict_errors, fault) if isinstance(fault, UnicodeError) else answer(codecs.strict_errors, fault)
    yield answer(codecs.strict_errors, 5)
    yield f"{codecs.lookup_error('strict') is codecs.strict_errors} {codecs.strict_errors.__name__}"
    codecs.register_error("wsgi-test", lambda fault: (f"<{fault.start}:{fault.end}>", fault.end))
    yield answer(b"a\xff\xfeb".decode, "ascii", "wsgi-test")
    yield answer("a\xe9b".encode, "ascii", "wsgi-test")
    with io.TextIOWrapper(io.BytesIO(), "ascii") as stream:
        yield _fault(stream.write, "caf\xe9")


@topic
def broken_base_64():
    """What is read of data that is not as it should be, and what is refused."""
    for size in range(7):
        for strict in False, True:
            answers = [
                answer(lambda data: binascii.a2b_base64(data, strict_mode=strict), bytes(data))
                for data in itertools.product(b"Y=!w", repeat=size)
            ]
            yield f"{size} {strict} {zlib.crc32(' '.join(answers).encode()):08x}"
    chance = random.Random(1)
    for alphabet in b"YQZx09+/==\n-", b"abcdefghijkl==", b"ab\r\n \xff=":
        answers = []
        for _ in range(1000):
            data = bytes(chance.choices(alphabet, k=chance.randrange(16)))
            answers += (answer(binascii.a2b_base64, data), answer(base64.b64decode, data, None, True), answer(base64.urlsafe_b64decode, data))
        yield f"{zlib.crc32(' '.join(answers).encode()):08x}"
    for data in (
        b"", "", b"YWJj", "YWJj", b"YQ==YQ==", "YQ==YQ==", b"YW=JjZA==", b"Y", b"YWJjZ", b"YQ", b"YQ=", b"YQ===", b"=YQ=", "\xe9", "\ud800",
        bytearray(b"YQ==\n"), memoryview(b"YWJjZA=="), None, 5, [1], b"YWJj" * 100, b"YWJj" * 100 + b"=", b"\0YQ\0==",
    ):
        for strict in False, True:
            yield answer(lambda: binascii.a2b_base64(data, strict_mode=strict))
    for arguments in (
        (b"abc",), (b"abcd", ":"), (b"abcd", b"-", 2), (b"abcde", "_", -2), (b"abc", ":", 0), (b"", ":"), (b"abc", "::"), (b"abc", "\xe9"),
        ("abc",), (5,), (bytearray(b"ab"), "."), (memoryview(b"abc"), ".", 1), (b"abc", ""), (b"abc", 5), (b"abc", "\u0400"), (b"abc", [1]),
    ):
        yield f"{answer(binascii.hexlify, *arguments)} {answer(binascii.b2a_hex, *arguments)}"
    message = email.message_from_string("Content-Transfer-Encoding: base64\n\nAwDp0P7//y6LwKEAcPa/6Q=9\n")
    yield f"{message.get_payload(decode=True)} {[type(defect).__name__ for defect in message.defects]}"

    class Codec:
        decode = binascii.a2b_base64

    yield answer(Codec().decode, b"YQ==")


@topic
def codec_names():
    """The name of an encoding, by all names that it has."""
    names = {module.name for module in pkgutil.iter_modules(encodings.__path__)} - _NO_CODECS
    names.update(alias for alias, name in encodings.aliases.aliases.items() if name in names and alias == alias.lower())
    for name in sorted(names):
        asked = name, name.upper(), name.replace("_", "-"), name.replace("_", " "), f" {name.capitalize()}"
        yield f"{name} {[answer(lambda: codecs.lookup(each).name) for each in asked]}"
    codecs.unregister(lambda name: None)
    yield f"{codecs.lookup('latin-1').name} {codecs.getwriter('ISO-8859-1')(io.BytesIO()).encode('a')} {codecs.lookup('u8')!r:.45}"
    made = codecs.CodecInfo(*codecs.lookup("L1"), name="ISO_8859")
    yield f"{made.name} {made.encode('a')} {made._is_text_encoding} {codecs.lookup('hex')._is_text_encoding}"
    yield answer(codecs.lookup, "no_such").partition("(")[0]


@topic
def byte_order_marks():
    """What is written piece by piece has one."""
    for name in "utf-16", "UTF16", "u16", "utf-32", "U32", "utf_32", "utf-16-le", "utf-8-sig", "utf-8":
        raw = io.BytesIO()
        with io.TextIOWrapper(raw, name, newline="", write_through=True) as stream:
            rows = csv.writer(stream)
            rows.writerow(("a", "\xe9"))
            rows.writerow(("\u20ac", "\U0001f600"))
            yield f"{name} {raw.getvalue()}"
        raw = io.BytesIO()
        writer = codecs.getwriter(name)(raw)
        writer.write("one")
        writer.writelines(("two", ""))
        yield f"{name} {raw.getvalue()}"
        yield f"{name} {list(codecs.iterencode(('', 'a', 'b'), name))}"
        encoder = codecs.getincrementalencoder(name)()
        yield f"{name} {encoder.encode('x')} {encoder.encode('y', True)} {encoder.reset()} {encoder.encode('z')}"
        handle, path = tempfile.mkstemp()
        os.close(handle)
        for mode in "w", "a":
            with open(path, mode, encoding=name) as file:
                file.write("first\n")
                file.write("second\n")
        with open(path, "rb") as file:
            yield f"{name} {file.read()}"
        with open(path, encoding=name) as file:
            yield answer(file.read)
        os.unlink(path)


def _told(function, *arguments):
    """Return the result, or all that is told about a fault or an error."""
    try:
        return ascii(function(*arguments))
    except (UnicodeDecodeError, UnicodeEncodeError) as fault:
        return _description(fault)
    except Exception as failure:
        return f"{type(failure).__name__} {failure}"


def _in_pieces(data, name, errors):
    return "".join(codecs.iterdecode((bytes((byte,)) for byte in data), name, errors))


@topic
def wide_texts():
    """UTF-16 and UTF-32 with faults in them, whole, in pieces, and with a decoder's state."""
    units = {
        "utf-16": (b"a\0", b"\0\xd8", b"\0\xdc", b"\xac\x20", b"\xff\xfe", b"\xfe\xff", b"\xd8\0", b"x"),
        "utf-32": (b"a\0\0\0", b"\0\xd8\0\0", b"\0\xf6\1\0", b"\0\0\x11\0", b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\0\0\1", b"x"),
    }
    for family, parts in units.items():
        for name in family, f"{family}-le", f"{family}-be", family.replace("-", "_"), f"{family.replace('-', '_')}le":
            for errors in "strict", "replace", "ignore", "backslashreplace", "surrogatepass", "no such handler":
                for size in range(3):
                    answers = []
                    for chosen in itertools.product(parts, repeat=size):
                        data = b"".join(chosen)
                        answers += (_told(data.decode, name, errors), _told(_in_pieces, data, name, errors))
                        answers.append(_told(getattr(codecs, f"{family.replace('-', '_')}_ex_decode"), data, errors, 0, size % 2 == 0))
                    yield f"{name} {errors} {size} {zlib.crc32(' '.join(answers).encode()):08x}"
            for text in (*_TEXTS, "\ud800\udc00", "", "plain", "\udc80\udcff"):
                for errors in "strict", "replace", "ignore", "xmlcharrefreplace", "backslashreplace", "surrogatepass", "surrogateescape":
                    yield f"{name} {errors} {_told(text.encode, name, errors)}"
            yield _told(lambda: codecs.getreader(name)(io.BytesIO("one\ntwo\u20ac".encode(name))).read())
            decoder = codecs.getincrementaldecoder(name)()
            yield f"{decoder.decode('a'.encode(name)[:1])!a} {decoder.getstate()}"
            with io.TextIOWrapper(io.BytesIO("one\r\ntw\u20ac\U0001f600\n".encode(name) * 2), name, "replace") as stream:
                yield ascii(stream.readlines())
    for data in b"\xff\xfea\0", b"\xfe\xff\0a", b"a\0", b"a", b"":
        for order in -1, 0, 1:
            for final in False, True:
                yield _told(codecs.utf_16_ex_decode, data, "strict", order, final)
    for order in -1, 0, 1:
        yield f"{codecs.utf_16_encode('a', 'strict', order)} {codecs.utf_32_encode('', None, order)}"
    codecs.register_error("wsgi-wide", lambda fault: ("?" if isinstance(fault, UnicodeDecodeError) else b"??", fault.end))
    codecs.register_error("wsgi-far", lambda fault: ("", 99))
    codecs.register_error("wsgi-none", lambda fault: None)
    for errors in "wsgi-wide", "wsgi-far", "wsgi-none":
        for name in "utf-16-le", "utf-32-be":
            yield f"{_told(bytes(7).decode, name, errors)} {_told('a\ud800b'.encode, name, errors)}"

    def search(name):
        return None

    codecs.register(search)
    codecs.unregister(search)
    for name in "utf-16", "utf-32", "U7":
        yield f"{list(codecs.iterencode(('a', 'b'), name))} {_in_pieces('a\u20ac'.encode(name), name, 'strict')!a}"
    for data in "caf\xe9", b"\xff", bytearray(b"a"), memoryview(b"ab"), 5:
        yield _told(codecs.readbuffer_encode, data).partition(":")[0]


@topic
def seven_bits():
    """UTF-7 (RFC 2152), in pieces, and with faults."""
    for errors in "strict", "replace", "ignore":
        # As lists: GraalPy fails to put an integer from bytes before others in a tuple
        for first in list(b"a+-A2Z/\\ \xff"):
            answers = []
            for size in range(4):
                for rest in itertools.product(list(b"a+-A2D\xff"), repeat=size):
                    data = bytes((first, *rest))
                    answers += (_told(data.decode, "utf-7", errors), _told(codecs.utf_7_decode, data, errors), _told(_in_pieces, data, "utf7", errors))
            yield f"{errors} {first:02x} {zlib.crc32(' '.join(answers).encode()):08x}"
    for text in ("A\u2262\u0391.", "Hi Mom \u263a!", "\u65e5\u672c\u8a9e", "\U0001f600", "+-~\\", "1\ud800", "\udc00", "\0\x7f\t"):
        encoded = text.encode("utf-7")
        yield f"{encoded} {_told(encoded.decode, 'utf-7')} {_told(_in_pieces, encoded, 'utf-7', 'strict')}"
        for size in range(len(encoded)):
            yield f"{_told(encoded[:size].decode, 'U7')} {_told(codecs.utf_7_decode, encoded[:size])}"
    yield ascii(codecs.getreader("utf-7")(io.BytesIO("one\n\u20actwo\n".encode("utf-7") * 3)).readlines())


@topic
def escapes():
    """Texts with the escapes of Python's literals, as templates and settings have them."""
    parts = b"\\", b"u", b"12", b"x4", b"1a", b"N", b"{", b"}", b"BULLET", b"U0001", b"\xe9", b"777", b"8", b"n", b"\n", b"q"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in "unicode_escape", "raw_unicode_escape", "unicode-escape":
            for errors in "strict", "replace", "ignore", "backslashreplace":
                for second in (b"", *parts):
                    answers = []
                    for rest in itertools.product(parts, repeat=2):
                        data = b"".join((b"a\\", second, *rest))
                        answers += (_told(data.decode, name, errors), _told(codecs.getincrementaldecoder(name)(errors).decode, data))
                    yield f"{name} {errors} {second} {zlib.crc32(' '.join(answers).encode()):08x}"
            for data in (
                b"\\u20ac\\x41\\101\\t\\N{EURO SIGN}\\U0001f600\\'\\\"\\\\", b"", b"\\", b"\\U00110000", b"\\ud83d\\ude00", b"\\N{keycap digit one}",
                b"\\N{}", b"\\N{no such}", b"caf\xc3\xa9", b"\\400", b"\\0", b"\\x4", b"line\\\nline",
            ):
                yield f"{_told(data.decode, name)} {_told(_in_pieces, data, name, 'strict')}"
                yield _told(getattr(codecs, f"{name.replace('-', '_')}_decode"), data.decode("latin-1"))
            for text in "\u20ac\x01\n\\'\U0001f600\ud800", "\xe9", "":
                yield ascii(text.encode(name))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield ascii(b"\\q\\777".decode("unicode_escape"))
        yield ascii([(warning.category.__name__, str(warning.message)) for warning in caught])


@topic
def digests():
    """BLAKE2 with all that it can be given, and SHAKE of any length."""
    chance = random.Random(3)
    for kind, most in (hashlib.blake2b, 64), (hashlib.blake2s, 32):
        yield f"{kind.SALT_SIZE} {kind.PERSON_SIZE} {kind.MAX_KEY_SIZE} {kind.MAX_DIGEST_SIZE} {kind.__name__}"
        for size in 0, 1, most * 2 - 1, most * 2, most * 2 + 1, 500:
            data = chance.randbytes(size)
            for parameters in (
                {}, {"digest_size": 10}, {"key": chance.randbytes(most)}, {"salt": b"salt"}, {"person": b"person", "digest_size": 1},
                {"key": b"k", "salt": b"s", "person": b"p", "fanout": 2, "depth": 3, "leaf_size": 4, "node_offset": 5, "node_depth": 6, "inner_size": 7, "last_node": True},
            ):
                hashed = kind(data, **parameters)
                other = hashed.copy()
                other.update(b"more")
                yield f"{hashed.hexdigest()} {other.digest()} {hashed.digest_size} {hashed.block_size} {hashed.name}"
        for wrong in (
            {"key": b"x" * 65}, {"salt": b"x" * 17}, {"person": b"x" * 17}, {"fanout": -1}, {"fanout": 256}, {"depth": 0}, {"inner_size": 65},
            {"leaf_size": -1}, {"leaf_size": 1 << 32}, {"node_depth": 256}, {"key": "text"}, {"salt": 5}, {"key": b"k", "digest_size": 0},
        ):
            yield answer(lambda: kind(**wrong).hexdigest())
    for name in "shake_128", "shake_256":
        for size in 0, 1, 135, 136, 167, 168, 400:
            hashed = hashlib.new(name, chance.randbytes(size))
            other = getattr(hashlib, name)(b"more")
            other.update(bytearray(b"and more"))
            for length in 0, 1, 16, 32, 136, 168, 337:
                yield f"{hashed.hexdigest(length)} {other.digest(length)}"
        yield f"{hashed.digest_size} {hashed.block_size} {hashed.name} {hashed.copy().hexdigest(4) == hashed.hexdigest(4)}"
        yield answer(hashed.update, "text")
