"""Maps of files into memory that raise ``ValueError`` when they are used after their end.

GraalPy reads where the map was, which ends the process. Here, ``close`` is for the object only: the
memory is unmapped when the garbage collector finds that nothing refers to it any more, no ``memoryview`` either.
"""

import errno
import os
from operator import index

from .system_constants import fill_in

__all__ = ["correct"]


def correct(module):
    """Replace ``mmap.mmap``, with what GraalPy's lacks."""
    fill_in(module)
    module.error = OSError
    module.mmap = _safe(module, module.mmap)


def _safe(module, original):
    class mmap(original):
        __doc__ = original.__doc__
        __module__ = "mmap"
        _is_closed = False

        def __new__(cls, fileno, length, flags=None, prot=None, access=None, offset=0):
            given = {"flags": flags, "prot": prot, "access": access, "offset": offset}
            self = super().__new__(cls, fileno, length, **{name: value for name, value in given.items() if value is not None})
            if not access and prot is not None:
                access = {module.PROT_READ: module.ACCESS_READ, module.PROT_WRITE: module.ACCESS_WRITE}.get(prot, 0)
            self._access = access or 0
            self._offset = offset
            return self

        def __getitem__(self, key):
            self._check()
            if isinstance(key, slice) and key.step is not None:
                return super().__getitem__(slice(None))[key]
            return super().__getitem__(key)

        def __setitem__(self, key, value):
            self._check()
            if isinstance(key, slice) and key.step is not None:
                positions = range(*key.indices(len(self)))
                value = memoryview(value).cast("B")
                if len(positions) != len(value):
                    raise IndexError("mmap slice assignment is wrong size")
                for position, byte in zip(positions, value):
                    super().__setitem__(position, byte)
            else:
                super().__setitem__(key, value)

        def __len__(self):
            self._check()
            return super().__len__()

        def __iter__(self):
            for position in range(len(self)):
                yield self[position : position + 1]

        def __enter__(self):
            self._check()
            return self

        def __exit__(self, *exc_info):
            self.close()

        def __repr__(self):
            if self._is_closed:
                return "<mmap.mmap closed=True>"
            access = ("DEFAULT", "READ", "WRITE", "COPY")[self._access]
            return (
                f"<mmap.mmap closed=False, access=ACCESS_{access}, length={len(self)}, pos={self.tell()}, "
                f"offset={self._offset}>"
            )

        @property
        def closed(self):
            """Whether it was closed."""
            return self._is_closed

        def close(self):
            """Let nothing use it any more."""
            self._is_closed = True

        def flush(self, offset=0, size=None, /):
            """Write what was changed to the file."""
            length = len(self)
            size = length if size is None else index(size)
            if offset < 0 or size < 0 or offset + size > length:
                raise ValueError("flush values out of range")
            if self._access in (module.ACCESS_READ, module.ACCESS_COPY):
                return
            if offset % module.PAGESIZE:
                # Asked with such a value, GraalPy fails with an exception of Java
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
            super().flush()

        def rfind(self, sub, start=None, end=None, /):
            """Return the highest index at which a subsequence is found, or -1."""
            size = len(self)
            start, end, _ = slice(self.tell() if start is None else start, end).indices(size)
            found = self[start:end].rfind(sub) if start <= end else -1
            return found if found < 0 else start + found

        def write_byte(self, byte, /):
            """Write a number from 0 to 255 at the current position."""
            self._check()
            byte = index(byte)
            if not 0 <= byte <= 255:
                raise OverflowError(f"unsigned byte integer is {'less than minimum' if byte < 0 else 'greater than maximum'}")
            if self.tell() >= len(self):
                raise ValueError("write byte out of range")
            self.write(bytes((byte,)))

        def move(self, dest, src, count, /):
            """Copy bytes within the map."""
            self._check()
            if min(dest, src, count) < 0 or max(dest, src) + count > len(self):
                raise ValueError("source, destination, or count out of range")
            self[dest : dest + count] = self[src : src + count]

        def madvise(self, option, start=0, length=None, /):
            """Check the arguments: an advice changes nothing of what is read."""
            size = len(self)
            for value in (start, length):
                if value is not None and not -1 << 63 <= value < 1 << 63:
                    raise OverflowError("Python int too large to convert to C ssize_t")
            if not 0 <= start < size:
                raise ValueError("madvise start out of bounds")
            if length is not None and length < 0:
                raise ValueError("madvise length invalid")

        def _check(self):
            if self._is_closed:
                raise ValueError("mmap closed or invalid")

    for name in ("find", "read", "read_byte", "readline", "resize", "seek", "size", "tell", "write"):
        setattr(mmap, name, _checked(name, getattr(original, name)))
    mmap.__qualname__ = "mmap"
    return mmap


def _checked(name, method):
    def checked(self, *args, **kwargs):
        self._check()
        return method(self, *args, **kwargs)

    checked.__name__ = name
    checked.__doc__ = method.__doc__
    return checked
