"""One response of HTTP: to a request, or to a handshake that does not become a WebSocket."""

from .head import ResponseHead

__all__ = ["Response"]


class Response:
    """What was sent of a response, and whether more of it may follow."""

    __slots__ = ("_bodiless", "_head", "_left", "complete", "sent")

    def __init__(self, bodiless=False):
        """``bodiless`` tells that no response to the request has a body."""
        self._bodiless = bodiless
        self._head = None
        self._left = None
        self.sent = False
        self.complete = False

    @property
    def head(self):
        """The lines of the head, or ``None``."""
        return None if self._head is None else self._head.lines

    @property
    def bodiless(self):
        """Whether the response has no body."""
        return self._bodiless

    @property
    def length(self):
        """The length that is left of what the application has announced, or ``None``."""
        return self._left

    def start(self, status, headers):
        """Take the head, which is sent with the first part of the body."""
        if self._head is not None:
            raise RuntimeError("the response was started already")
        head = ResponseHead(status, headers)
        self._head = head
        self._left = head.length
        self._bodiless = self._bodiless or not head.has_body

    def lines(self):
        """Return the lines of the head if they have not been sent, before a part of the body."""
        head = self._head
        if head is None:
            raise RuntimeError("the body of a response came before its start")
        if self.complete:
            raise RuntimeError("the response is complete already")
        return None if self.sent else head.lines

    def add(self, lines, body, more):
        """Check a part of the body; returns head and body to send, or ``None`` twice if nothing is to be sent."""
        if type(body) is not bytes:
            if not isinstance(body, (bytes, bytearray, memoryview)):
                raise TypeError(f"the body of a response consists of bytes, not {type(body).__name__}")
            body = bytes(body)
        if self._bodiless:
            if not more and lines is not None and body and self._left is None and self._head.has_body:
                lines = f"{lines}\ncontent-length\n{len(body)}"
            if more and lines is None:
                return None, None
            body = b""
        elif self._left is not None:
            left = self._left - len(body)
            if left < 0:
                raise RuntimeError("the response is longer than its Content-Length")
            if not more and left:
                raise RuntimeError(f"the response is {left} bytes shorter than its Content-Length")
            # What is refused is not sent, and does not count
            self._left = left
        self.sent = True
        self.complete = not more
        return lines, body
