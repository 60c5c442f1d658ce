"""The file-like objects that an application finds in its environ and in ``sys``."""

import io
import os
import stat
import threading

__all__ = ["DeferredInput", "ErrorStream", "FileWrapper", "ThreadStream", "open_input"]

_PENDING_LIMIT = 65536
_TRACEBACK_LIMIT = 1 << 20
_TRACEBACK = "Traceback (most recent call last):"


class FileWrapper:
    """``wsgi.file_wrapper``: sends a file-like object from its current position to its end."""

    __slots__ = ("_block_size", "_file")

    def __init__(self, filelike, block_size=65536):
        self._file = filelike
        self._block_size = block_size

    def __iter__(self):
        return self

    def __next__(self):
        block = self._file.read(self._block_size)
        if block:
            return block
        raise StopIteration

    def close(self):
        """Close the file, when it can be closed."""
        close = getattr(self._file, "close", None)
        if close is not None:
            close()

    def region(self):
        """The path, offset and size of what is left, or ``None`` if this is not a regular file."""
        file = self._file
        try:
            raw = file.raw if type(file) is io.BufferedReader else file
            if type(raw) is not io.FileIO:
                return None
            path = os.path.abspath(os.fsdecode(file.name))
            actual, named = os.fstat(file.fileno()), os.stat(path)
            if not stat.S_ISREG(actual.st_mode) or not os.path.samestat(actual, named):
                return None
            if not actual.st_size:
                # Those of /proc have no size, but a content
                return None
            offset = file.tell()
        except (OSError, TypeError, ValueError, AttributeError):
            return None
        return path, offset, max(actual.st_size - offset, 0)


class DeferredInput(io.BufferedIOBase):
    """``wsgi.input`` of a client that waits for ``100 Continue``: received when first read.

    To the application it is what it would be if the client had not waited.
    """

    def __init__(self, receive):
        self._receive = receive
        self._stream = None

    def _received(self):
        stream = self._stream
        if stream is None:
            self._check_open()
            body = self._receive()
            if body is None:
                raise OSError("the request body could not be received")
            self._stream = stream = open_input(body)
        return stream

    def _check_open(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def read(self, size=-1, /):
        """Read up to ``size`` bytes, or all of them."""
        return self._received().read(size)

    def read1(self, size=-1, /):
        """Read up to ``size`` bytes, or all of them."""
        return self._received().read1(size)

    def readinto(self, buffer, /):
        """Read as many bytes as ``buffer`` takes."""
        return self._received().readinto(buffer)

    def readinto1(self, buffer, /):
        """Read as many bytes as ``buffer`` takes."""
        return self._received().readinto1(buffer)

    def readline(self, size=-1, /):
        """Read one line, up to ``size`` bytes of it."""
        return self._received().readline(size)

    def readlines(self, hint=-1, /):
        """Read the lines, until about ``hint`` bytes are reached."""
        return self._received().readlines(hint)

    def __iter__(self):
        return iter(self._received())

    def __next__(self):
        return next(self._received())

    def seek(self, offset, whence=0, /):
        """Go to another position, and return it."""
        return self._received().seek(offset, whence)

    def tell(self):
        """Return the position, for which nothing has to be received."""
        self._check_open()
        return 0 if self._stream is None else self._stream.tell()

    def readable(self):
        """``True``."""
        self._check_open()
        return True

    def seekable(self):
        """``True``."""
        self._check_open()
        return True

    def fileno(self):
        """Return the descriptor of a body that is in a file."""
        return self._received().fileno()

    @property
    def closed(self):
        """Whether the stream has ended."""
        return self._receive is None if self._stream is None else self._stream.closed

    def close(self):
        """End the stream; nothing is received any more."""
        self._receive = None
        if self._stream is not None:
            self._stream.close()

    def __getattr__(self, name):
        # What only bytes in memory have, or only files
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._received(), name)


def open_input(body):
    """Return a stream for bytes, for the path of a file, or for the callable of a :class:`DeferredInput`."""
    if type(body) is bytes:
        return io.BytesIO(body)
    if type(body) is str:
        return open(body, "rb")
    return DeferredInput(body)


class ErrorStream:
    """``wsgi.errors``: complete lines go to the log, those of one write as one record.

    A traceback is one record, too, although the ``traceback`` module writes it line by line.
    """

    __slots__ = ("_checked", "_log", "_parts", "_size")

    def __init__(self, log):
        self._log = log
        self._parts = []
        self._size = 0
        self._checked = 0

    def write(self, text):
        """Log what ``text`` completes, when it ends with a newline."""
        if not isinstance(text, str):
            raise TypeError(f"write() takes str, not {type(text).__name__}")
        self._parts.append(text)
        self._size += len(text)
        if text.endswith("\n"):
            if self._size > _TRACEBACK_LIMIT or not self._is_unfinished():
                self.flush()
        elif self._size > (_TRACEBACK_LIMIT if self._checked else _PENDING_LIMIT):
            self.flush()
        return len(text)

    def _is_unfinished(self):
        """Whether the lines are a traceback without the one that names the exception."""
        lines = "".join(self._parts[self._checked :])
        if not self._checked and not lines.startswith(_TRACEBACK):
            return False
        self._checked = len(self._parts)
        return all(line.startswith((" ", _TRACEBACK)) for line in lines[:-1].split("\n"))

    def writelines(self, lines):
        """Write each of ``lines``."""
        for line in lines:
            self.write(line)

    def flush(self):
        """Log what has not ended with a newline yet."""
        if self._parts:
            parts, self._parts = self._parts, []
            self._size = self._checked = 0
            text = "".join(parts)
            if text:
                self._log(text.removesuffix("\n"))


class ThreadStream:
    """``sys.stdout`` or ``sys.stderr``: complete lines go to the log, those of each thread apart.

    Bytes written to its ``buffer`` or its descriptor go where they always went.
    """

    def __init__(self, log, original):
        self._log = log
        self._original = original
        self._local = threading.local()

    def _stream(self):
        try:
            return self._local.stream
        except AttributeError:
            self._local.stream = stream = ErrorStream(self._log)
            return stream

    def write(self, text):
        """Log what ``text`` completes, when it ends with a newline."""
        return self._stream().write(text)

    def writelines(self, lines):
        """Write each of ``lines``."""
        self._stream().writelines(lines)

    def flush(self):
        """Log what has not ended with a newline yet."""
        self._stream().flush()

    def isatty(self):
        """``False``: a log has no colours."""
        return False

    def close(self):
        """Log what is left; the stream belongs to the server, and stays open."""
        self.flush()

    def __getattr__(self, name):
        return getattr(self._original, name)
