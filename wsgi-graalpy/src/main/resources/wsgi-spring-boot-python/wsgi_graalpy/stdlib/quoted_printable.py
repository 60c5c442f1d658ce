"""The two functions for quoted-printable (RFC 2045, section 6.7) that GraalPy's ``binascii`` lacks.

WebOb, and so Pyramid, asks for them with every form.
"""

import re

__all__ = ["a2b_qp", "b2a_qp"]

_LINE = 76
_ESCAPE = re.compile(rb"=(\n|\r[^\n]*\n?|=|[0-9A-Fa-f]{2}|\Z)?")
_DOT_ENDS = (b"", b"\n", b"\r", b"\0")


def a2b_qp(data, header=False):
    """Decode quoted-printable data, with ``header`` also underscores as spaces."""
    if isinstance(data, str):
        if not data.isascii():
            raise ValueError("string argument should contain only ASCII characters")
        data = data.encode()
    elif not isinstance(data, bytes):
        try:
            data = bytes(memoryview(data))
        except TypeError:
            raise TypeError(
                f"argument should be bytes, buffer or ASCII string, not {type(data).__name__!r}"
            ) from None
    if header:
        data = data.replace(b"_", b" ")
    return _ESCAPE.sub(_decoded, data)


def _decoded(match):
    code = match[1]
    if code is None or code == b"=":
        return b"="
    # The end of a line, or of everything, that is none
    if not code or code[0] in b"\r\n":
        return b""
    return bytes((int(code, 16),))


def b2a_qp(data, quotetabs=False, istext=True, header=False):
    """Encode as quoted-printable; no line becomes longer than 76 characters."""
    if not isinstance(data, bytes):
        try:
            data = bytes(memoryview(data))
        except TypeError:
            raise TypeError(f"a bytes-like object is required, not {type(data).__name__!r}") from None
    end = b"\r\n" if 0 < (position := data.find(b"\n")) and data[position - 1] == 13 else b"\n"
    encoder = _Encoder(end, quotetabs, istext, header)
    position = 0
    while position < len(data):
        position += encoder.take(data[position], data[position + 1:position + 2])
    return b"".join(encoder.parts)


class _Encoder:
    def __init__(self, end, quotetabs, istext, header):
        self.parts = []
        self._end = end
        self._quotetabs = quotetabs
        self._istext = istext
        self._header = header
        self._length = 0

    def take(self, byte, after):
        """Encode a byte, told what comes after it; return how many bytes are done."""
        if self._must_be_quoted(byte, after):
            self._make_room(3)
            self.parts.append(b"=%02X" % byte)
            self._length += 3
            return 1
        if self._istext and (byte == 10 or byte == 13 and after == b"\n"):
            if self.parts and self.parts[-1] in (b" ", b"\t"):
                self.parts[-1] = b"=%02X" % self.parts[-1][0]
            self.parts.append(self._end)
            self._length = 0
            return 1 if byte == 10 else 2
        if after not in (b"", b"\n"):
            self._make_room(1)
        self.parts.append(b"_" if self._header and byte == 32 else bytes((byte,)))
        self._length += 1
        return 1

    def _make_room(self, size):
        if self._length + size >= _LINE:
            self.parts.append(b"=" + self._end)
            self._length = 0

    def _must_be_quoted(self, byte, after):
        if byte > 126 or byte == 61 or byte == 95 and self._header:
            return True
        if byte == 46:
            return self._length == 0 and after in _DOT_ENDS
        if byte in b"\r\n":
            return not self._istext
        if byte in b"\t ":
            return self._quotetabs or not after
        return byte < 33
