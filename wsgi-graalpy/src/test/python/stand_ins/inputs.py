"""What the battery asks about."""

import itertools
import pathlib
import unicodedata

HERE = pathlib.Path(__file__).parent


def characters():
    """All characters with something to them, the ends of long ranges, and some others."""
    dense = (
        (0x0000, 0x3400),
        (0x4DB0, 0x4E08),
        (0x9FA0, 0xA008),
        (0xA480, 0xAC08),
        (0xD798, 0xD808),
        (0xDBF8, 0xE008),
        (0xF8F8, 0x10110),
        (0x16FE0, 0x17008),
        (0x187F0, 0x18808),
        (0x18CD0, 0x18D10),
        (0x1D100, 0x1D200),
        (0x1D400, 0x1D800),
        (0x1F100, 0x1F270),
        (0x1FB00, 0x1FC00),
        (0x2A6D0, 0x2A708),
        (0x2B730, 0x2B748),
        (0x2B810, 0x2B828),
        (0x2CEA0, 0x2CEB8),
        (0x2EBD8, 0x2EBF8),
        (0x2F7F8, 0x2FA28),
        (0x30000, 0x30008),
        (0x31340, 0x31358),
        (0x323A8, 0x323B8),
        (0xE0000, 0xE0200),
        (0xEFFF8, 0xF0008),
        (0x10FFF8, 0x110000),
    )
    some = (range(0x3400, 0x34000, 0x61), range(0x10110, 0x13460, 3), range(0x1AFF0, 0x20000, 3))
    return map(chr, sorted(set(itertools.chain(*itertools.starmap(range, dense), *some))))


def preparable():
    """Characters for which preparing a host name may have something to do, and some others."""
    numbers = itertools.chain(
        range(0x0000, 0x0800),
        range(0x0800, 0x3400, 2),
        range(0x3400, 0xD7A0, 0x101),
        range(0xA600, 0xAC00, 3),
        range(0xD7A0, 0xE000, 0x20),
        range(0xF8F0, 0x10010),
        range(0x10000, 0x10FFFF, 0x333),
        range(0x1D3F0, 0x1D810, 3),
        range(0x2F7F0, 0x2FA30, 3),
        range(0xDFFF0, 0xE0090),
        range(0x10FFF0, 0x110000),
    )
    # Letters that are younger than CPython's Unicode, and older than Java's: str.lower differs
    younger = (0x1C89, 0x1C8A, 0xA7CB, 0xA7CC, 0xA7CD, 0xA7DA, 0xA7DB, 0xA7DC)
    return map(chr, sorted(set(numbers).difference(younger)))


def texts():
    """Texts of letters, marks, jamo, and what Unicode 3.2 sees in another way."""
    pools = (
        [char for char in characters() if unicodedata.combining(char)],
        [char for char in characters() if unicodedata.decomposition(char)],
        [chr(number) for number in (*range(0x1100, 0x1200), *range(0xAC00, 0xD7A4, 37))],
        [chr(number) for number in range(0x20, 0x7F)],
        [chr(number) for number in range(0xD7FE, 0xE002, 97)] + ["\ud83d", "\ude00"],
        [chr(number) for number in (0x2F868, 0x2F874, 0x2F91F, 0x2F95F, 0x2F9BF)],
        [char for char in characters() if unicodedata.ucd_3_2_0.category(char) == "Cn"][:20000],
    )
    # No generator of random numbers need be the same in two implementations
    state = 12345
    for _ in range(1500):
        text = ""
        while True:
            state = state * 6364136223846793005 + 1442695040888963407 & 0xFFFFFFFFFFFFFFFF
            pool = pools[(state >> 33) % len(pools)]
            text += pool[(state >> 40) % len(pool)]
            if not (state >> 60) % 6:
                break
        yield text


def host_names():
    """Host names, real and wrong ones."""
    yield from (HERE / "host_names.txt").read_text("utf-8").splitlines()
    yield from (
        "",
        ".",
        "..",
        "a..b",
        ".example",
        "example.",
        "b\xfccher.",
        "a" * 63,
        "a" * 64,
        "\xfc" + "a" * 55,
        "\xfc" + "a" * 60,
        "a" * 70 + ".b\xfccher.example",
        "xn--b\xfccher.example",
        "xn--bcher-kva.b\xfccher",
        "\u00ad.example",
        "a\u00ad\u200db.example",
        "\u3002\uff0e\uff61",
        "b\xfccher\u3002example\uff0ecom\uff61",
        "\u05d0a",
        "a\u05d0",
        "\u05d01",
        "1\u05d0",
        "\u0627\u0644\u0639\u0631\u0628\u064a\u0629.com",
        "\u0627a\u0644.com",
        "\u2488.com",
        "\u0340.com",
        "\u202e.com",
        "\ud800.com",
        "\ufffd.com",
        "\ue000.com",
        "\U0010ffff.com",
        "\u0221.com",
        "\u1e9e.com",
        "\xdf.com",
        "\u03c2.com",
        "\u0130stanbul.com",
        "\u2f868.com",
        "\U0002f868.com",
        "\U0001f4a9.la",
        "\u00a0.com",
        "a b.com",
        "a_b.com",
        "-a\xfc.com",
        "\xfc-.com",
        "\x00.com",
        "\x7f\xfc.com",
    )


def encoded_host_names():
    """Host names as they are sent."""
    yield from (
        b"",
        b"xn--bcher-kva.example",
        b"XN--BCHER-KVA.EXAMPLE",
        b"xn--bcher-kva.example.",
        b"xn--e1afmkfd.xn--80akhbyknj4f",
        b"xn--a.example",
        b"xn--.example",
        b"xn--999999999.example",
        b"xn--fa-hia.de",
        b"xn--ls8h.la",
        b"a..b",
        b"example",
        b"a" * 64,
        b"xn--mgba3a4f16a.ir",
        b"xn--0ca24w.xn--fiqs8s",
    )


def names():
    """Names of characters and sequences, and aliases."""
    yield from (HERE / "names.txt").read_text("ascii").splitlines()
    yield from (
        "",
        "x",
        "latin small letter a",
        "LATIN SMALL LETTER A ",
        " LATIN SMALL LETTER A",
        "LATIN  SMALL LETTER A",
        "LATIN SMALL LETTER A}",
        "<control>",
        "\xe9",
        "A" * 257,
        "CJK UNIFIED IDEOGRAPH-4E00",
        "CJK UNIFIED IDEOGRAPH-4DFF",
        "CJK UNIFIED IDEOGRAPH-323AF",
        "cjk unified ideograph-4E00",
        "CJK COMPATIBILITY IDEOGRAPH-F900",
        "HANGUL SYLLABLE GA",
        "HANGUL SYLLABLE GAX",
        "hangul syllable ga",
        b"BULLET",
        "GREEK CAPITAL LETTER HETA",
        "LATIN CAPITAL LETTER SHARP S",
    )
