"""One HTTP request (ASGI's "HTTP & WebSocket" specification, version 2.5)."""

import os
import stat

from .call import Call, ClientDisconnected
from .head import header_lines
from .response import Response
from .routes import find_route

__all__ = ["HttpCall"]

_DISCONNECT = "http.disconnect"


class HttpCall(Call):
    """``receive`` and ``send`` of one request."""

    __slots__ = ("_asked", "_body", "_more", "_response")

    def __init__(self, exchange, scope, body, more):
        """``body`` is the body, or its beginning if there is ``more``, which has to be asked for."""
        super().__init__(exchange, scope)
        self._body = body
        self._more = more
        self._asked = False
        self._response = Response(scope["method"] == "HEAD")

    async def run(self, application):
        """Call the application."""
        await application(self.scope, self.receive, self.send)
        if not self._response.complete and not self.disconnected:
            if self._response.head is None:
                raise RuntimeError("the application returned without starting a response")
            raise RuntimeError("the application returned without completing its response")

    @property
    def head(self):
        """The lines of the head, or ``None``."""
        return self._response.head

    @property
    def sent(self):
        """Whether the head was sent."""
        return self._response.sent

    def is_cancellable(self):
        """Whether the response is not complete yet: what the application does after it is not for the client."""
        return not self._response.complete

    def next_event(self):
        """Return the next event of the client, or ``None`` if there is none yet."""
        body = self._body
        if body is not None and not self._response.complete:
            self._body = None
            return {"type": "http.request", "body": body, "more_body": self._more}
        if self.disconnected or self._response.complete:
            return {"type": _DISCONNECT}
        if self._more and not self._asked:
            self._asked = True
            self._exchange()
        return None

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
            await self.send_body(self._response, message.get("body", b""), message.get("more_body", False))
        elif kind == "http.response.start":
            self._response.start(message["status"], message.get("headers", ()))
        elif kind == "http.response.pathsend":
            self._send_path(message["path"])
        elif kind == "http.response.early_hint":
            self._send_early_hint(message["links"])
        else:
            raise ValueError(f"{kind!r} is no event of an HTTP response")

    def _send_path(self, path):
        response = self._response
        lines = response.lines()
        if self.disconnected:
            raise ClientDisconnected
        if lines is None:
            raise RuntimeError("a file can only be the whole body of a response")
        path = os.path.abspath(os.fspath(path))
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise RuntimeError(f"only a regular file can be sent, which {path!r} is not")
        size = status.st_size
        if response.length is None:
            lines = f"{lines}\ncontent-length\n{size}"
        elif response.length != size and not response.bodiless:
            raise RuntimeError(f"the file has {size} bytes, and Content-Length is {response.length}")
        route = find_route(self.scope)
        if response.bodiless:
            self._exchange(lines, b"", True, route)
        else:
            self._exchange(lines, path, 0, size, True, route)
        response.sent = response.complete = True

    def _send_early_hint(self, links):
        if self._response.sent:
            raise RuntimeError("an early hint came after the response")
        if self.scope["http_version"] != "1.0":
            self._exchange(header_lines(103, [("link", link.decode("latin-1")) for link in links]))
