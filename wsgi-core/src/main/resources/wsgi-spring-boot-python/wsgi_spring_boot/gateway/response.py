"""One response on its way out: ``start_response``, ``write`` and the blocks of the body."""

from .headers import check_header, check_status, content_length, find_illegal, is_status
from .routes import find_route

__all__ = ["Response", "ShortBody", "checked"]

_KNOWN_NAMES_LIMIT = 1024
_EXCESS = "the response was longer than its Content-Length; it was cut there"


class Response:
    """The state of one response; ``start`` is its ``start_response``."""

    __slots__ = (
        "_bodiless",
        "_environ",
        "_excess",
        "_exchange",
        "_head",
        "_head_request",
        "_known_names",
        "_left",
        "_route",
        "_started",
        "complete",
        "sent",
    )

    def __init__(self, exchange, environ, head_request, known_names):
        self._exchange = exchange
        self._environ = environ
        self._head_request = head_request
        self._known_names = known_names
        self._head = None
        self._left = None
        self._route = None
        self._bodiless = head_request
        self._excess = False
        self._started = False
        self.sent = False
        self.complete = False

    def start(self, status, headers, exc_info=None):
        """``start_response`` of PEP 3333: nothing is sent before the first byte of the body."""
        if exc_info is not None:
            try:
                if self.sent:
                    raise exc_info[1].with_traceback(exc_info[2])
            finally:
                exc_info = None  # no reference cycle with the traceback
        elif self._started:
            raise AssertionError("start_response was called again without exc_info")
        self._started = True
        self._head = None
        self._left = None
        known = self._known_names
        try:
            parts = [status]
            for item in headers:
                name, value = item
                if known[name]:
                    self._left = content_length(value, self._left)
                if type(item) is not tuple:
                    raise TypeError
                parts += item
            head = "\n".join(parts)
            valid = (
                type(headers) is list
                and is_status(status) is not None
                and status[0] != "1"
                and head.count("\n") == len(headers) * 2
                and find_illegal(head) is None
            )
        except (TypeError, KeyError, ValueError, AttributeError):
            valid = False
        if not valid:
            head = self._start_carefully(status, headers)
        # Not later, because Flask forgets it when it returns
        self._route = find_route(self._environ)
        self._bodiless = self._head_request or status[:3] in ("204", "304")
        self._head = head
        return self.write

    def _start_carefully(self, status, headers):
        """Check item by item, so that the exception says what is wrong."""
        check_status(status)
        if not isinstance(headers, list):
            raise TypeError(f"response headers must be a list, not {type(headers).__name__}")
        parts = [status]
        left = None
        for item in headers:
            if not isinstance(item, tuple) or len(item) != 2:
                raise TypeError(f"a response header must be a (name, value) tuple, not {item!r}")
            name, value = item
            if check_header(name, value):
                left = content_length(value, left)
            if len(self._known_names) < _KNOWN_NAMES_LIMIT:
                self._known_names[name] = name.lower() == "content-length"
            parts += item
        self._left = left
        return "\n".join(parts)

    def write(self, data):
        """The callable that ``start_response`` returns: sends ``data`` before it returns."""
        if self._exchange is None:
            raise RuntimeError("write() was called after its request had ended")
        data = checked(data)
        if self._left is not None and len(data) > self._left and not self._bodiless:
            self.deliver(data)
            raise ValueError("write() was given more bytes than Content-Length announced")
        if data and not self.deliver(data) and not self.complete and not self._bodiless:
            raise BrokenPipeError("the client closed the connection")

    def early_hints(self, headers):
        """``wsgi.early_hints``: send headers, most often links, before the response (RFC 8297)."""
        parts = ["103"]
        for name, value in headers:
            check_header(name, value)
            parts += (name, value)
        if self._exchange is not None and not self.sent:
            self._exchange("\n".join(parts))

    def deliver(self, chunk):
        """Send one block; ``False`` when no further one is wanted."""
        chunk = checked(chunk)
        if not chunk:
            return True
        if self.complete:
            self._excess = not self._bodiless
            return False
        head = self._take_head()
        if self._bodiless:
            self._send(head, b"", True)
            return False
        left = self._left
        if left is None:
            return self._send(head, chunk, False)
        if len(chunk) > left:
            self._left = 0
            self._excess = True
            self._send(head, chunk[:left], True)
            return False
        self._left = left - len(chunk)
        return self._send(head, chunk, left == len(chunk))

    def finish_with(self, body):
        """Send the head and the whole body at once; returns a text for the log, or ``None``."""
        body = checked(body)
        head = self._take_head()
        left = self._left
        if self._bodiless:
            if left is None and body and head[:3] not in ("204", "304"):
                head = f"{head}\nContent-Length\n{len(body)}"
            self._send(head, b"", True)
        elif left is None or len(body) == left:
            self._send(head, body, True)
        elif len(body) > left:
            self._send(head, body[:left], True)
            return _EXCESS
        else:
            self._send(head, body, False)
            raise ShortBody(left - len(body))
        return None

    def finish_with_file(self, wrapper):
        """Send the rest of a regular file without reading it in Python; ``False`` if it is none."""
        region = None if self.sent else wrapper.region()
        if region is None:
            return False
        path, offset, count = region
        left = self._left
        head = self._take_head()
        if left is None:
            left = count
            head = f"{head}\nContent-Length\n{count}"
        if self._bodiless:
            self._send(head, b"", True)
            return True
        if left > count:
            self._send_file(head, path, offset, count, False)
            raise ShortBody(left - count)
        self._send_file(head, path, offset, left, True)
        return True

    def finish(self):
        """End a body that was sent block by block; returns a text for the log, or ``None``."""
        if self.complete:
            return _EXCESS if self._excess else None
        head = self._take_head()
        if self._left and not self._bodiless:
            if head is not None:
                self._send(head, b"", False)
            raise ShortBody(self._left)
        self._send(head, b"", True)
        return None

    @property
    def head(self):
        """The status and then names and values of the headers, a line each, or ``None``."""
        return self._head

    def end(self):
        """Cut the tie to the request: whoever kept ``write`` can reach nothing with it."""
        self._exchange = self._environ = None

    def _take_head(self):
        if self.sent:
            return None
        head = self._head
        if head is None:
            if self._started:
                raise AssertionError("start_response failed, and no response was started after it")
            raise AssertionError("the application did not call start_response")
        return head

    def _send(self, head, body, last):
        self.sent = True
        if last:
            self.complete = True
        return self._exchange(head, body, last, self._route)

    def _send_file(self, head, path, offset, count, last):
        self.sent = True
        if last:
            self.complete = True
        self._exchange(head, path, offset, count, last, self._route)


class ShortBody(Exception):
    """The application sent fewer bytes than its Content-Length announced."""

    def __init__(self, missing):
        super().__init__(
            f"the response is {missing} bytes shorter than its Content-Length; the connection is closed"
        )


def checked(data):
    """Return ``data`` as ``bytes``, which is all that PEP 3333 allows in a body."""
    if type(data) is bytes:
        return data
    if isinstance(data, bytes):
        return bytes(data)
    raise TypeError(f"a response body consists of bytes, not {type(data).__name__}")
