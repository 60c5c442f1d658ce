"""Functions of ``os`` for open files that GraalPy lacks."""

import errno
import os
import struct
from operator import index

from .descriptors import descriptor_of

__all__ = ["functions"]

_CLOSE_ON_EXEC = 0o2000000
_CURRENT_DIRECTORY = -100
# What is copied at a time between Python and the C library
_PIECE = 1 << 20


def functions(call):
    """Return the functions by their names."""

    def copy_file_range(src, dst, count, offset_src=None, offset_dst=None):
        """Copy count bytes from one file descriptor to another."""
        if count < 0:
            raise ValueError("negative value for 'count' not allowed")
        offsets = [b"" if offset is None else struct.pack("q", offset) for offset in (offset_src, offset_dst)]
        # A pointer to nothing is the number 0
        kinds = f"i{'b' if offsets[0] else 'l'}i{'b' if offsets[1] else 'l'}li"
        return call("copy_file_range", kinds, src, offsets[0] or 0, dst, offsets[1] or 0, count, 0)

    def fdatasync(fd):
        """Force write of fd to disk without forcing update of metadata."""
        call("fdatasync", "i", descriptor_of(fd))

    def sync():
        """Force write of everything to disk."""
        call("sync", "")

    def pread(fd, length, offset, /):
        """Read a number of bytes from a file descriptor starting at a particular offset."""
        length = index(length)
        if length < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        if length >= 1 << 63:
            raise OverflowError("Python int too large to convert to C ssize_t")
        parts = []
        while True:
            size = min(length, _PIECE)
            count, data = call("pread", "ioll", fd, size, size, offset)
            parts.append(data[:count])
            length -= count
            offset += count
            if count < size or not length:
                return b"".join(parts)

    def pwrite(fd, buffer, offset, /):
        """Write bytes to a file descriptor starting at a particular offset."""
        view = memoryview(buffer).cast("B")
        written = 0
        while True:
            part = view[written : written + _PIECE]
            count = call("pwrite", "ibll", fd, part, len(part), index(offset) + written)
            written += count
            if count < len(part) or written == len(view):
                return written

    def preadv(fd, buffers, offset, flags=0, /):
        """Reads from a file descriptor into a number of mutable bytes-like objects."""
        _without(flags)
        views = _views(buffers)
        return _distribute(pread(fd, sum(view.nbytes for view in views), offset), views)

    def pwritev(fd, buffers, offset, flags=0, /):
        """Writes the contents of bytes-like objects to a file descriptor at a given offset."""
        _without(flags)
        return pwrite(fd, b"".join(_views(buffers)), offset)

    def readv(fd, buffers, /):
        """Read from a file descriptor fd into an iterable of buffers."""
        views = _views(buffers)
        return _distribute(os.read(fd, sum(view.nbytes for view in views)), views)

    def writev(fd, buffers, /):
        """Iterate over buffers, and write the contents of each to a file descriptor."""
        return os.write(fd, b"".join(_views(buffers)))

    def posix_fallocate(fd, offset, length, /):
        """Ensure a file has allocated at least a particular number of bytes on disk."""
        call("posix_fallocate", "ill", index(fd), index(offset), index(length), positive=True)

    def posix_fadvise(fd, offset, length, advice, /):
        """Announce an intention to access data in a specific pattern."""
        call("posix_fadvise", "illi", index(fd), index(offset), index(length), index(advice), positive=True)

    def sendfile(out_fd, in_fd, offset, count):
        """Copy count bytes from file descriptor in_fd to file descriptor out_fd."""
        if offset is None:
            return call("sendfile", "iill", out_fd, in_fd, 0, count)
        return call("sendfile", "iibl", out_fd, in_fd, struct.pack("q", offset), count)

    def lockf(fd, command, length, /):
        """Apply, test or remove a POSIX lock on an open file descriptor."""
        call("lockf", "iil", index(fd), index(command), index(length))

    def memfd_create(name, flags=1):
        """Create an anonymous file that lives in memory."""
        return call("memfd_create", "bi", name, flags)

    def eventfd(initval, flags=_CLOSE_ON_EXEC):
        """Creates and returns an event notification file descriptor."""
        return call("eventfd", "ii", initval, flags)

    def eventfd_read(fd):
        """Read eventfd value."""
        return int.from_bytes(os.read(fd, 8), "little")

    def eventfd_write(fd, value):
        """Write eventfd value."""
        os.write(fd, value.to_bytes(8, "little"))

    def pipe2(flags, /):
        """Create a pipe with flags set atomically."""
        _, ends = call("pipe2", "oi", 8, index(flags))
        return struct.unpack("ii", ends)

    def mkfifo(path, mode=0o666, *, dir_fd=None):
        """Create a "fifo" (a POSIX named pipe)."""
        call("mkfifoat", "ibi", _CURRENT_DIRECTORY if dir_fd is None else dir_fd, path, mode, path=path)

    def mknod(path, mode=0o600, device=0, *, dir_fd=None):
        """Create a node in the file system."""
        call("mknodat", "ibil", _CURRENT_DIRECTORY if dir_fd is None else dir_fd, path, mode, device, path=path)

    def major(device, /):
        """Extracts a device major number from a raw device number."""
        device = _device(device)
        return (device >> 32 & 0xFFFFF000) | (device >> 8 & 0xFFF)

    def minor(device, /):
        """Extracts a device minor number from a raw device number."""
        device = _device(device)
        return (device >> 12 & 0xFFFFFF00) | (device & 0xFF)

    def makedev(major, minor, /):
        """Composes a raw device number from the major and minor device numbers."""
        return (major & 0xFFFFF000) << 32 | (major & 0xFFF) << 8 | (minor & 0xFFFFFF00) << 12 | (minor & 0xFF)

    def closerange(fd_low, fd_high, /):
        """Closes all file descriptors in [fd_low, fd_high), ignoring errors."""
        for descriptor in range(fd_low, fd_high):
            try:
                os.close(descriptor)
            except OSError:
                continue

    return {
        function.__name__: function
        for function in (
            copy_file_range, fdatasync, sync, pread, pwrite, preadv, pwritev, readv, writev, posix_fallocate, posix_fadvise,
            sendfile, lockf, memfd_create, eventfd, eventfd_read, eventfd_write, pipe2, mkfifo, mknod, major, minor, makedev,
            closerange,
        )
    }


def _device(number):
    number = index(number)
    if not 0 <= number < 1 << 64:
        raise OverflowError("Python int too large to convert to C unsigned long")
    return number


def _without(flags):
    if flags:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))


def _views(buffers):
    return [memoryview(buffer).cast("B") for buffer in buffers]


def _distribute(data, views):
    start = 0
    for view in views:
        part = data[start : start + len(view)]
        view[: len(part)] = part
        start += len(view)
    return len(data)
