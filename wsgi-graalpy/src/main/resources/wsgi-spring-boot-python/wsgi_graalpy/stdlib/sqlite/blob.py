"""``sqlite3.Blob``."""

import os
from operator import index

from . import errors
from .errors import ProgrammingError, check

__all__ = ["Blob"]

_INT = 1 << 31


class Blob:
    """A blob that is read and written in place."""

    __module__ = "sqlite3"
    __slots__ = ("__weakref__", "_close", "_connection", "_length", "_offset", "_read", "_write")

    def __new__(cls, *args, **kwargs):
        raise TypeError("cannot create 'sqlite3.Blob' instances")

    @classmethod
    def _open(cls, connection, door):
        blob = object.__new__(cls)
        blob._connection = connection
        blob._read, blob._write, blob._close, blob._length = door
        blob._offset = 0
        return blob

    def _check(self):
        self._connection._check()
        if self._close is None:
            raise ProgrammingError("Cannot operate on a closed blob.")

    def close(self):
        """Close the blob."""
        self._connection._check()
        if self._close is not None:
            self._close()
            self._close = None

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, type, val, tb, /):
        self._check()
        self.close()

    def __len__(self):
        self._check()
        return self._length

    def read(self, length=-1, /):
        """Read data at the current offset position."""
        length = _int(length)
        self._check()
        left = self._length - self._offset
        if length < 0 or length > left:
            length = left
        if length == 0:
            return b""
        data = check(self._read(self._offset, length))
        self._offset += length
        return data

    def write(self, data, /):
        """Write data at the current offset."""
        data = bytes(memoryview(data))
        self._check()
        self._put(self._offset, data)
        self._offset += len(data)

    def _put(self, offset, data):
        if len(data) > self._length - offset:
            raise ValueError("data longer than blob length")
        if data:
            check(self._write(offset, data))

    def seek(self, offset, origin=os.SEEK_SET, /):
        """Set the current access position to offset."""
        offset, origin = _int(offset), _int(origin)
        self._check()
        if origin == os.SEEK_CUR:
            base = self._offset
        elif origin == os.SEEK_END:
            base = self._length
        elif origin == os.SEEK_SET:
            base = 0
        else:
            raise ValueError("'origin' should be os.SEEK_SET, os.SEEK_CUR, or os.SEEK_END")
        if offset + base >= _INT:
            raise OverflowError("seek offset results in overflow")
        if not 0 <= offset + base <= self._length:
            raise ValueError("offset out of blob range")
        self._offset = offset + base

    def tell(self):
        """Return the current access position for the blob."""
        self._check()
        return self._offset

    def _index(self, key):
        try:
            position = index(key)
        except OverflowError:
            position = self._length
        if not -(1 << 63) <= position < 1 << 63:
            raise IndexError("cannot fit 'int' into an index-sized integer")
        if position < 0:
            position += self._length
        if not 0 <= position < self._length:
            raise IndexError("Blob index out of range")
        return position

    def __getitem__(self, key):
        self._check()
        if isinstance(key, slice):
            start, stop, step = key.indices(self._length)
            if step == 1 or stop <= start:
                return check(self._read(start, stop - start)) if stop > start else b"" if step > 0 else self._spread(start, stop, step)
            return self._spread(start, stop, step)
        if not hasattr(key, "__index__"):
            raise TypeError("Blob indices must be integers")
        return check(self._read(self._index(key), 1))[0]

    def _spread(self, start, stop, step):
        positions = range(start, stop, step)
        if not positions:
            return b""
        first, last = min(positions), max(positions)
        data = check(self._read(first, last - first + 1))
        return bytes([data[position - first] for position in positions])

    def __setitem__(self, key, value):
        self._check()
        if isinstance(key, slice):
            self._set_slice(key, value)
            return
        if not hasattr(key, "__index__"):
            raise TypeError("Blob indices must be integers")
        if not isinstance(value, int):
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
        position = self._index(key)
        if not 0 <= value < 256:
            raise ValueError("byte must be in range(0, 256)")
        self._put(position, bytes([value]))

    def _set_slice(self, key, value):
        positions = range(*key.indices(self._length))
        if not positions:
            # As CPython, which asks for a buffer only when there is something to be set
            return
        data = bytes(memoryview(value))
        if len(data) != len(positions):
            raise IndexError("Blob slice assignment is wrong size")
        if positions.step == 1:
            self._put(positions.start, data)
            return
        first, last = min(positions), max(positions)
        stored = bytearray(check(self._read(first, last - first + 1)))
        for position, byte in zip(positions, data):
            stored[position - first] = byte
        self._put(first, bytes(stored))

    # It has no iterator, nor is it a sequence
    __iter__ = None

    def __contains__(self, item):
        raise TypeError("argument of type 'sqlite3.Blob' is not iterable")

    def __delitem__(self, key):
        self._check()
        if isinstance(key, slice):
            raise TypeError("Blob doesn't support slice deletion")
        raise TypeError("Blob doesn't support item deletion")


def _int(value):
    value = index(value)
    if not -_INT <= value < _INT:
        raise OverflowError("Python int too large to convert to C int")
    return value
