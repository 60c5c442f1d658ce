"""One HTTP request (ASGI's "HTTP & WebSocket" specification, version 2.5)."""

import os

from .call import Call, ClientDisconnected
from .head import ResponseHead, header_lines
from .routes import find_route

__all__ = ["HttpCall"]

_DISCONNECT = "http.disconnect"


class HttpCall(Call):
    """``receive`` and ``send`` of one request."""

    __slots__ = ("_asked", "_body", "_bodiless", "_head", "_left", "_more", "_sent", "complete")

    def __init__(self, exchange, scope, body, more):
        """``body`` is the body, or its beginning if there is ``more``, which has to be asked for."""
        super().__init__(exchange, scope)
        self._body = body
        self._more = more
        self._asked = False
        self._head = None
        self._left = None
        self._sent = False
        self._bodiless = scope["method"] == "HEAD"
        self.complete = False

    async def run(self, application):
        """Call the application."""
        await application(self.scope, self.receive, self.send)
        if not self.complete and not self.disconnected:
            if self._head is None:
                raise RuntimeError("the application returned without starting a response")
            raise RuntimeError("the application returned without completing its response")

    @property
    def head(self):
        """The lines of the head, or ``None``."""
        return None if self._head is None else self._head.lines

    @property
    def sent(self):
        """Whether the head was sent."""
        return self._sent

    def is_cancellable(self):
        """Whether the response is not complete yet: what the application does after it is not for the client."""
        return not self.complete

    async def receive(self):
        """The next event of the client."""
        while True:
            body = self._body
            if body is not None and not self.complete:
                self._body = None
                return {"type": "http.request", "body": body, "more_body": self._more}
            if self.disconnected or self.complete:
                return {"type": _DISCONNECT}
            if self._more and not self._asked:
                self._asked = True
                self._exchange()
            await self.wait()

    def arrive(self, body, more):
        """A part of the body has come."""
        self._asked = False
        self._more = more
        self._body = body if self._body is None else self._body + body
        self.wake()

    async def send(self, message):
        """Take an event of the application."""
        kind = message["type"]
        if kind == "http.response.body":
            await self._send_body(message.get("body", b""), message.get("more_body", False))
        elif kind == "http.response.start":
            self._start(message)
        elif kind == "http.response.pathsend":
            self._send_path(message["path"])
        elif kind == "http.response.early_hint":
            self._send_early_hint(message["links"])
        else:
            raise ValueError(f"{kind!r} is no event of an HTTP response")

    def _start(self, message):
        if self._head is not None:
            raise RuntimeError("the response was started already")
        head = ResponseHead(message["status"], message.get("headers", ()))
        self._head = head
        self._left = head.length
        self._bodiless = self._bodiless or not head.has_body

    def _take_head(self):
        """Return the lines of the head, before the first part of the body."""
        head = self._head
        if head is None:
            raise RuntimeError("the body of a response came before its start")
        if self.complete:
            raise RuntimeError("the response is complete already")
        if self.disconnected:
            raise ClientDisconnected
        return None if self._sent else head.lines

    async def _send_body(self, body, more):
        lines = self._take_head()
        if type(body) is not bytes:
            if not isinstance(body, (bytes, bytearray, memoryview)):
                raise TypeError(f"the body of a response consists of bytes, not {type(body).__name__}")
            body = bytes(body)
        if self._bodiless:
            if not more and lines is not None and body and self._left is None and self._head.has_body:
                lines = f"{lines}\ncontent-length\n{len(body)}"
            if more and lines is None:
                return
            body = b""
        elif self._left is not None:
            self._left -= len(body)
            if self._left < 0:
                raise RuntimeError("the response is longer than its Content-Length")
            if not more and self._left:
                raise RuntimeError(f"the response is {self._left} bytes shorter than its Content-Length")
        self.complete = not more
        if not self._deliver(lines, body) and more:
            await self.wait_for_client()

    def _deliver(self, lines, body):
        self._sent = True
        return self._exchange(lines, body, self.complete, None if lines is None else find_route(self.scope))

    def _send_path(self, path):
        lines = self._take_head()
        if lines is None:
            raise RuntimeError("a file can only be the whole body of a response")
        path = os.path.abspath(os.fspath(path))
        size = os.stat(path).st_size
        if self._left is None:
            lines = f"{lines}\ncontent-length\n{size}"
        elif self._left != size and not self._bodiless:
            raise RuntimeError(f"the file has {size} bytes, and Content-Length is {self._left}")
        self.complete = True
        if self._bodiless:
            self._deliver(lines, b"")
        else:
            self._sent = True
            self._exchange(lines, path, 0, size, True, find_route(self.scope))

    def _send_early_hint(self, links):
        if self._head is not None and self._sent:
            raise RuntimeError("an early hint came after the response")
        if self.scope["http_version"] != "1.0":
            self._exchange(header_lines(103, [("link", link.decode("latin-1")) for link in links]))
