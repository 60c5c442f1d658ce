"""The file-like objects that an application finds in its environ and in ``sys``."""

import io
import os
import stat
import threading

__all__ = ["DeferredInput", "ErrorStream", "FileWrapper", "ThreadStream", "open_body", "read_body"]

_PENDING_LIMIT = 65536
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


class DeferredInput:
    """``wsgi.input`` of a client that waits for ``100 Continue``: received when first read."""

    __slots__ = ("_descriptor", "_receive", "_stream")

    def __init__(self, receive, descriptor):
        self._receive = receive
        self._descriptor = descriptor
        self._stream = None

    def _received(self):
        stream = self._stream
        if stream is None:
            if self._receive is None:
                raise ValueError("I/O operation on closed file")
            body = self._receive()
            if body is None:
                raise OSError("the request body could not be received")
            if type(body) is str:
                stream = open(body, "rb")
            elif type(body) is bytes:
                stream = io.BytesIO(body)
            else:
                stream = io.BytesIO(read_body(self._descriptor, body))
            self._stream = stream
        return stream

    def read(self, size=-1):
        """Read up to ``size`` bytes, or all of them."""
        return self._received().read(size)

    def readline(self, size=-1):
        """Read one line, up to ``size`` bytes of it."""
        return self._received().readline(size)

    def readlines(self, hint=-1):
        """Read the lines, until about ``hint`` bytes are reached."""
        return self._received().readlines(hint)

    def __iter__(self):
        return iter(self._received())

    def close(self):
        """End the stream; nothing is received any more."""
        self._receive = None
        if self._stream is None:
            self._stream = io.BytesIO()
        self._stream.close()


class ErrorStream:
    """``wsgi.errors``: complete lines go to the log, those of one write as one record.

    A traceback is one record, too, although the ``traceback`` module writes it line by line.
    """

    __slots__ = ("_log", "_pending")

    def __init__(self, log):
        self._log = log
        self._pending = ""

    def write(self, text):
        """Log what ``text`` completes, when it ends with a newline."""
        if not isinstance(text, str):
            raise TypeError(f"write() takes str, not {type(text).__name__}")
        self._pending += text
        if text.endswith("\n"):
            if not _is_unfinished(self._pending):
                self.flush()
        elif len(self._pending) > _PENDING_LIMIT:
            self.flush()
        return len(text)

    def writelines(self, lines):
        """Write each of ``lines``."""
        for line in lines:
            self.write(line)

    def flush(self):
        """Log what has not ended with a newline yet."""
        if self._pending:
            text, self._pending = self._pending, ""
            self._log(text.removesuffix("\n"))


def _is_unfinished(lines):
    """Whether ``lines`` are a traceback without the line that names the exception."""
    return lines.startswith(_TRACEBACK) and all(
        line.startswith((" ", _TRACEBACK)) for line in lines[:-1].split("\n")
    )


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


def open_body(path):
    """Open the virtual file that holds the body of each request in turn."""
    return os.open(path, os.O_RDONLY)


def read_body(descriptor, length):
    """Read exactly ``length`` bytes."""
    block = os.read(descriptor, length)
    if len(block) == length:
        return block
    blocks = [block]
    missing = length - len(block)
    while missing:
        block = os.read(descriptor, missing)
        if not block:
            raise OSError("the request body ended early")
        blocks.append(block)
        missing -= len(block)
    return b"".join(blocks)
