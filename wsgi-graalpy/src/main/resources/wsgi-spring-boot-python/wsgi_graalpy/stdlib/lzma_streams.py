"""Decompresses LZMA from whole streams only, and refuses what is none.

In pieces, GraalPy's ``LZMADecompressor`` loses data without an error, takes the end of a piece for that of the stream, and is
never done with what is not compressed, so that ``tarfile.open`` of a plain archive does not end. So here pieces are kept until
the stream is complete.
"""

from binascii import crc32

__all__ = ["correct"]

_AUTO, _XZ, _ALONE, _RAW = range(4)
_MAGIC, _END = b"\xfd7zXZ\0", b"YZ"
_XZ_HEAD, _XZ_FOOT, _ALONE_HEAD = 12, 12, 13
# The coder begins with five bytes
_SHORTEST_ALONE = _ALONE_HEAD + 5
_UNKNOWN = (1 << 64) - 1
_BEYOND = 1 << 38
_CHECK_NONE, _CHECK_UNKNOWN = 0, 16


def correct(module):
    """Correct the module ``_lzma``."""
    original, error = module.LZMADecompressor, module.LZMAError

    class LZMADecompressor:
        """Create a decompressor object for decompressing data incrementally."""

        def __init__(self, format=_AUTO, memlimit=None, filters=None):
            self._make = lambda: original(format, memlimit, filters)
            self._make()
            self._format = format
            self._kept = bytearray()
            self._seen = 0
            self._decompressor = None
            self._ahead = b""
            self._failed = self._drained = False
            self._left = 0
            self.check = _CHECK_UNKNOWN if format in (_AUTO, _XZ) else _CHECK_NONE
            self.eof = False
            self.needs_input = True
            self.unused_data = b""

        def decompress(self, data, max_length=-1):
            """Decompress *data*, returning uncompressed data as bytes."""
            if self.eof:
                raise EOFError("Already at end of stream")
            if self._failed:
                raise error("Internal error")
            try:
                self._kept += data
                if self._decompressor is None:
                    self._begin(max_length)
                return b"" if self._decompressor is None else self._next(max_length)
            except error:
                self._failed = True
                raise

        def _begin(self, max_length):
            """Begin when there is all of a stream."""
            kept = self._kept
            if self._format != _RAW:
                fault = _fault(self._format, kept)
                if fault:
                    raise error(fault)
            if self._format == _XZ or self._format == _AUTO and kept.startswith(_MAGIC):
                if len(kept) >= _XZ_HEAD:
                    self.check = kept[7] & 0xF
                end = _end_of_xz(kept, self._seen)
                self._seen = len(kept)
                if end < 0:
                    return
                stream, self.unused_data = bytes(kept[:end]), bytes(kept[end:])
                self._left = _size_of_xz(stream)
                self._decompressor = self._make()
                self._ahead = self._decompressor.decompress(stream, max_length)
            else:
                if self._format == _AUTO and len(kept) >= _ALONE_HEAD:
                    self.check = _CHECK_NONE
                if len(kept) < (1 if self._format == _RAW else _SHORTEST_ALONE):
                    return
                decompressor = self._make()
                ahead = decompressor.decompress(bytes(kept), -1)
                if not decompressor.eof:
                    return
                self._decompressor, self._ahead, self.unused_data = decompressor, ahead, decompressor.unused_data
                self._left = len(ahead)
            kept.clear()

        def _next(self, max_length):
            """Return what is next of a stream that is complete."""
            inner, result = self._decompressor, self._ahead
            while not inner.eof and (max_length < 0 or len(result) < max_length):
                more = inner.decompress(b"", -1 if max_length < 0 else max_length - len(result))
                if not more:
                    self._drained = True
                    break
                result += more
            if max_length >= 0:
                result, self._ahead = result[:max_length], result[max_length:]
            else:
                self._ahead = b""
            self._left -= len(result)
            self.needs_input = False
            self.eof = not self._ahead and (inner.eof or self._drained)
            if self._left < 0 or self.eof and self._left:
                self.eof = False
                raise error("Corrupt input data")
            return result

    LZMADecompressor.__module__ = "_lzma"
    LZMADecompressor.__qualname__ = "LZMADecompressor"
    module.LZMADecompressor = LZMADecompressor


def _end_of_xz(kept, seen):
    """Return where the stream ends, or -1: behind a footer, whose end is a multiple of four."""
    end = max(seen - _XZ_FOOT, _XZ_HEAD)
    while (end := kept.find(_END, end)) >= 0:
        end += len(_END)
        if end % 4 == 0 and end >= _XZ_HEAD + _XZ_FOOT:
            checksum, rest = kept[end - 12 : end - 8], kept[end - 8 : end - 2]
            if crc32(rest) == int.from_bytes(checksum, "little") and rest[4:] == kept[6:8]:
                return end
    return -1


def _size_of_xz(stream):
    """Return how long the data is, as the index says, or -1."""
    position = len(stream) - _XZ_FOOT - (int.from_bytes(stream[-8:-4], "little") + 1) * 4
    if position < _XZ_HEAD or stream[position]:
        return -1
    total = 0
    records, position = _number(stream, position + 1)
    for _ in range(records):
        _, position = _number(stream, position)
        size, position = _number(stream, position)
        if position > len(stream):
            return -1
        total += size
    return total


def _number(stream, position):
    """Return a number of groups of seven bits, and the position behind it."""
    value = shift = 0
    for byte in stream[position : position + 9]:
        value |= (byte & 0x7F) << shift
        shift += 7
        position += 1
        if byte < 0x80:
            return value, position
    return value, len(stream) + 1


def _fault(kind, head):
    """Return what is wrong with as much as there is of a head, or ``None``."""
    if not head:
        return None
    if kind == _XZ or kind == _AUTO and head[0] == _MAGIC[0]:
        if len(head) < _XZ_HEAD:
            return None
        if not head.startswith(_MAGIC):
            return "Input format not supported by decoder"
        return None if crc32(head[6:8]) == int.from_bytes(head[8:12], "little") else "Corrupt input data"
    if not _is_alone(head, kind == _AUTO):
        return "Input format not supported by decoder"
    return None


def _is_alone(head, picky):
    """Return whether this may be the head of the older format, which has no magic number."""
    properties = head[0]
    # Literal context bits and literal position bits are four at most
    if properties >= 9 * 5 * 5 or properties % 9 + properties // 9 % 5 > 4:
        return False
    if not picky or len(head) < 5:
        return True
    size = int.from_bytes(head[5:_ALONE_HEAD], "little")
    return _is_usual(int.from_bytes(head[1:5], "little")) and (size < _BEYOND or size == _UNKNOWN or len(head) < _ALONE_HEAD)


def _is_usual(dictionary):
    """Return whether the size of a dictionary is one that the LZMA SDK and XZ Utils write."""
    if dictionary == 0xFFFFFFFF:
        return True
    rounded = (dictionary - 1) & 0xFFFFFFFF
    for places in 2, 3, 4, 8, 16:
        rounded |= rounded >> places
    return (rounded + 1) & 0xFFFFFFFF == dictionary
