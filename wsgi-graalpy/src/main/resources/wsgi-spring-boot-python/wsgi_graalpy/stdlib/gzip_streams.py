"""The format of gzip (RFC 1952) for ``zlib``: GraalPy writes and reads it wrongly, and does not know streams of either format.

Its raw streams (RFC 1951) are right, so the heads and tails around them are made here.
"""

from .builtin import Builtin
from .system_constants import fill_in

__all__ = ["correct"]

_MAGIC = b"\x1f\x8b"
_HAS_CHECKSUM, _HAS_EXTRA, _HAS_NAME, _HAS_COMMENT, _RESERVED = 2, 4, 8, 16, 0xE0
_UNIX = 3


def correct(zlib):
    """Correct the module ``zlib``."""
    fill_in(zlib)
    originals = {name: getattr(zlib, name) for name in ("compress", "decompress", "compressobj", "decompressobj")}

    def compress(data, /, level=-1, wbits=zlib.MAX_WBITS):
        """Returns a bytes object containing compressed data."""
        if not _is_gzip(wbits):
            return originals["compress"](data, level, wbits)
        stream = _Compress(zlib, originals["compressobj"](level, zlib.DEFLATED, _raw(wbits)), _effort(level))
        return stream.compress(data) + stream.flush()

    def decompress(data, /, wbits=zlib.MAX_WBITS, bufsize=zlib.DEF_BUF_SIZE):
        """Returns a bytes object containing the uncompressed data."""
        if not _is_gzip(wbits):
            return originals["decompress"](data, wbits, bufsize)
        stream = decompressobj(wbits)
        result = stream.decompress(data)
        if not stream.eof:
            raise zlib.error("Error -5 while decompressing data: incomplete or truncated stream")
        return result

    def compressobj(
        level=-1,
        method=zlib.DEFLATED,
        wbits=zlib.MAX_WBITS,
        memLevel=zlib.DEF_MEM_LEVEL,
        strategy=zlib.Z_DEFAULT_STRATEGY,
        zdict=None,
    ):
        """Return a compressor object."""
        options = (level, method, _raw(wbits) if _is_gzip(wbits) else wbits, memLevel, strategy)
        stream = originals["compressobj"](*options) if zdict is None else originals["compressobj"](*options, zdict)
        stream = _Flushing(zlib, stream)
        return _Compress(zlib, stream, _effort(level, strategy)) if _is_gzip(wbits) else stream

    def decompressobj(wbits=zlib.MAX_WBITS, zdict=b""):
        """Return a decompressor object."""

        def make(bits):
            return originals["decompressobj"](bits, zdict) if zdict else originals["decompressobj"](bits)

        if not _is_gzip(wbits):
            return make(wbits)
        return _Decompress(zlib, make(_raw(wbits)), (lambda: make(zlib.MAX_WBITS)) if wbits >= 32 else None)

    for function in (compress, decompress, compressobj, decompressobj):
        setattr(zlib, function.__name__, Builtin(function, "zlib"))


def _is_gzip(wbits):
    return 25 <= wbits <= 31 or wbits == 32 or 40 <= wbits <= 47


def _effort(level, strategy=0):
    """The field XFL."""
    if level == 9:
        return 2
    return 4 if 0 <= level < 2 or strategy >= 2 else 0


def _raw(wbits):
    return -(wbits % 16 or 15)


class _Flushing:
    """A compressor that can be flushed in all ways of zlib.

    Java knows no ``Z_PARTIAL_FLUSH`` and no ``Z_BLOCK``. After ``Z_SYNC_FLUSH``, too, all that was written so far can be read.
    """

    def __init__(self, zlib, stream):
        self._zlib = zlib
        self._stream = stream
        self.compress = stream.compress

    def flush(self, mode=None, /):
        """Return a bytes object containing any remaining compressed data."""
        zlib = self._zlib
        if mode is None:
            mode = zlib.Z_FINISH
        return self._stream.flush(zlib.Z_SYNC_FLUSH if mode in (zlib.Z_PARTIAL_FLUSH, zlib.Z_BLOCK) else mode)

    def copy(self):
        """Return a copy of the compression object."""
        return _Flushing(self._zlib, self._stream.copy())

    def __copy__(self):
        return self.copy()

    def __deepcopy__(self, memo, /):
        return self.copy()


class _Compress:
    def __init__(self, zlib, stream, effort):
        self._zlib = zlib
        self._stream = stream
        self._head = _MAGIC + bytes((zlib.DEFLATED, 0, 0, 0, 0, 0, effort, _UNIX))
        self._checksum = zlib.crc32(b"")
        self._size = 0

    def compress(self, data, /):
        """Returns a bytes object containing compressed data."""
        output = self._stream.compress(data)
        self._checksum = self._zlib.crc32(data, self._checksum)
        self._size += memoryview(data).nbytes
        return self._with_head(output)

    def flush(self, mode=None, /):
        """Return a bytes object containing any remaining compressed data."""
        if mode is None:
            mode = self._zlib.Z_FINISH
        output = self._with_head(self._stream.flush(mode))
        if mode == self._zlib.Z_FINISH:
            output += self._checksum.to_bytes(4, "little") + (self._size & 0xFFFFFFFF).to_bytes(4, "little")
        return output

    def _with_head(self, output):
        head, self._head = self._head, b""
        return head + output

    def copy(self):
        """Return a copy of the compression object."""
        return _copy(self)

    def __copy__(self):
        return _copy(self)

    def __deepcopy__(self, memo, /):
        return _copy(self)


class _Decompress:
    """``other`` makes the stream for what is no gzip, or is ``None`` if that is an error."""

    def __init__(self, zlib, stream, other):
        self._zlib = zlib
        self._stream = stream
        self._other = other
        self._head = b""
        self._tail = None
        self._checksum = zlib.crc32(b"")
        self._size = 0
        self.unused_data = b""
        self.unconsumed_tail = b""
        self.eof = False

    def decompress(self, data, /, max_length=0):
        """Return a bytes object containing the decompressed version of the data."""
        if max_length < 0:
            raise ValueError("max_length must be non-negative")
        data = bytes(data)
        if self.eof:
            self.unused_data += data
            self.unconsumed_tail = data
            return b""
        if self._head is not None:
            data = self._after_head(self._head + data)
            if data is None:
                return b""
        if self._tail is not None:
            self._take_tail(data)
            return b""
        try:
            output = self._stream.decompress(data, max_length)
        except self._zlib.error as failure:
            # GraalPy adds the stack of Java
            reason = str(failure).partition("\n")[0].removeprefix("DataFormatException: ")
            raise self._zlib.error(f"Error -3 while decompressing data: {reason}") from None
        self.unconsumed_tail = b"" if self._stream.eof else self._stream.unconsumed_tail
        if self._checksum is not None:
            self._checksum = self._zlib.crc32(output, self._checksum)
            self._size += len(output)
        if self._stream.eof:
            self._tail = b""
            self._take_tail(self._stream.unused_data)
        return output

    def _after_head(self, data):
        if self._other is not None and not _MAGIC.startswith(data[:2]):
            self._stream = self._other()
            self._checksum = self._head = None
            return data
        fault = _fault_of_head(data)
        if fault is not None:
            raise self._zlib.error(f"Error -3 while decompressing data: {fault}")
        end = _end_of_head(data)
        if end is None:
            self._head = data
            return None
        self._head = None
        return data[end:]

    def _take_tail(self, data):
        if self._checksum is None:
            self._end(data)
            return
        self._tail += data
        if len(self._tail) < 8:
            return
        tail = self._tail[:8]
        if int.from_bytes(tail[:4], "little") != self._checksum:
            raise self._zlib.error("Error -3 while decompressing data: incorrect data check")
        if int.from_bytes(tail[4:], "little") != self._size & 0xFFFFFFFF:
            raise self._zlib.error("Error -3 while decompressing data: incorrect length check")
        self._end(self._tail[8:])

    def _end(self, rest):
        self.eof = True
        # Both, as in CPython
        self.unused_data = self.unconsumed_tail = rest

    def flush(self, length=None, /):
        """Return a bytes object containing any remaining decompressed data."""
        if length is not None and length <= 0:
            raise ValueError("length must be greater than zero")
        rest, self.unconsumed_tail = self.unconsumed_tail, b""
        return b"" if self.eof else self.decompress(rest)

    def copy(self):
        """Return a copy of the decompression object."""
        return _copy(self)

    def __copy__(self):
        return _copy(self)

    def __deepcopy__(self, memo, /):
        return _copy(self)


def _copy(stream):
    copied = object.__new__(type(stream))
    copied.__dict__.update(stream.__dict__)
    copied._stream = stream._stream.copy()
    return copied


def _fault_of_head(data):
    if not _MAGIC.startswith(data[:2]):
        return "incorrect header check"
    if len(data) > 2 and data[2] != 8:
        return "unknown compression method"
    if len(data) > 3 and data[3] & _RESERVED:
        return "unknown header flags set"
    return None


def _end_of_head(data):
    """Return where the head ends, or ``None`` if it is incomplete."""
    if len(data) < 10:
        return None
    flags = data[3]
    end = 10
    if flags & _HAS_EXTRA:
        end += 2 + int.from_bytes(data[end : end + 2], "little")
    for text in (_HAS_NAME, _HAS_COMMENT):
        if flags & text:
            end = data.find(b"\0", end) + 1
            if end == 0:
                return None
    if flags & _HAS_CHECKSUM:
        end += 2
    return end if end <= len(data) else None
