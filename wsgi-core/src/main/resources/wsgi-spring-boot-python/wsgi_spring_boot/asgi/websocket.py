"""One WebSocket (ASGI's "HTTP & WebSocket" specification, version 2.5)."""

from collections import deque

from .call import Call, ClientDisconnected
from .head import header_lines
from .response import Response

__all__ = ["WebSocketCall", "websocket_scope"]

_CONNECTING, _DENYING, _OPEN, _CLOSED = range(4)


def websocket_scope(scope):
    """Add to ``scope`` what only those of WebSockets have."""
    scope["scheme"] = "wss" if scope["scheme"] == "https" else "ws"
    scope["subprotocols"] = [
        name.strip()
        for header, value in scope["headers"]
        if header == b"sec-websocket-protocol"
        for name in value.decode("latin-1").split(",")
        if name.strip()
    ]
    return scope


class WebSocketCall(Call):
    """``receive`` and ``send`` of one WebSocket."""

    __slots__ = ("_closed", "_denial", "_events", "_state")

    def __init__(self, exchange, scope):
        super().__init__(exchange, scope)
        self._events = deque(({"type": "websocket.connect"},))
        self._denial = Response()
        self._state = _CONNECTING
        self._closed = False

    async def run(self, application):
        """Call the application, and close what it leaves open."""
        await application(self.scope, self.receive, self.send)
        if self.disconnected:
            return
        if self._state == _OPEN:
            self._close(1000, "")
        elif self._state == _CONNECTING:
            raise RuntimeError("the application returned without accepting or closing the WebSocket")
        elif not self._closed and not self._denial.complete:
            raise RuntimeError("the application returned without completing its response")

    def is_cancellable(self):
        """Whether the WebSocket is not closed yet."""
        return not self._closed and not self._denial.complete

    @property
    def head(self):
        """The lines of the head of a denial, or ``None``."""
        return self._denial.head

    @property
    def sent(self):
        """Whether the application has answered the handshake."""
        return self._denial.sent or self._state in (_OPEN, _CLOSED)

    def next_event(self):
        """Return the next event of the client, or ``None`` if there is none yet."""
        if not self._events:
            # A WebSocket that was denied will never have another event
            ended = self.disconnected or self._denial.complete
            return {"type": "websocket.disconnect", "code": 1006, "reason": ""} if ended else None
        event = self._events[0]
        if event["type"] == "websocket.disconnect":
            return event.copy()
        del self._events[0]
        if event["type"] == "websocket.receive":
            # Another one may come
            self._exchange()
        return event

    def message(self, content):
        """A message has come, as text or as bytes."""
        if self._denial.complete:
            return
        kind = "text" if isinstance(content, str) else "bytes"
        self._events.append({"type": "websocket.receive", kind: content})
        self.wake()

    def closed(self, reason):
        """The WebSocket was closed; ``reason`` begins with the code."""
        code, _, text = reason.partition(" ")
        self._events.append({"type": "websocket.disconnect", "code": int(code), "reason": text})
        self._state = _CLOSED
        self.disconnect(False)

    async def send(self, message):
        """Take an event of the application."""
        kind = message["type"]
        if self._state == _OPEN:
            if kind == "websocket.send":
                await self._send(message.get("text"), message.get("bytes"))
            elif kind == "websocket.close":
                self._close(message.get("code", 1000), message.get("reason") or "")
            else:
                raise ValueError(f"{kind!r} is no event of an open WebSocket")
        elif self._state == _CLOSED or self.disconnected:
            if self.disconnected:
                raise ClientDisconnected
            raise RuntimeError("the WebSocket is closed already")
        elif kind == "websocket.http.response.body" and self._state == _DENYING:
            await self._deny(message.get("body", b""), message.get("more_body", False))
        elif self._state == _DENYING:
            raise RuntimeError("the WebSocket was denied already")
        elif kind == "websocket.accept":
            self._accept(message)
        elif kind == "websocket.close":
            self._denial.start(403, ())
            await self._deny(b"", False)
        elif kind == "websocket.http.response.start":
            self._denial.start(message["status"], message.get("headers", ()))
            self._state = _DENYING
        else:
            raise ValueError(f"{kind!r} is no event of a handshake")

    def _accept(self, message):
        headers = []
        for name, value in message.get("headers", ()):
            if name.lower() == b"sec-websocket-protocol":
                raise ValueError("the subprotocol is chosen by subprotocol, not by a header")
            headers.append((name.decode("latin-1"), value.decode("latin-1")))
        subprotocol = message.get("subprotocol")
        if subprotocol is not None:
            if subprotocol not in self.scope["subprotocols"]:
                raise ValueError(f"the client does not offer the subprotocol {subprotocol!r}")
            headers.insert(0, ("sec-websocket-protocol", subprotocol))
        lines = header_lines(101, headers)
        self._state = _OPEN
        self._exchange(lines)

    async def _send(self, text, data):
        if (text is None) == (data is None):
            raise ValueError("a message has either text or bytes")
        if text is not None:
            if not isinstance(text, str):
                raise TypeError(f"text must be a str, not {type(text).__name__}")
            text.encode()
        elif type(data) is not bytes:
            if not isinstance(data, (bytes, bytearray, memoryview)):
                raise TypeError(f"bytes must be bytes, not {type(data).__name__}")
            data = bytes(data)
        if not self._exchange(text, b"" if data is None else data, False, None):
            await self.wait_for_client()

    def _close(self, code, reason):
        if not isinstance(code, int) or not (code == 1000 or 1001 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999):
            raise ValueError(f"{code!r} is no code to close a WebSocket with")
        if len(reason.encode()) > 123:
            raise ValueError("the reason for which a WebSocket is closed must not be longer than 123 bytes")
        self._closed = True
        self._state = _CLOSED
        self._exchange(f"{code} {reason}", b"", True, None)

    async def _deny(self, body, more):
        await self.send_body(self._denial, body, more)
        if not more:
            self._state = _CLOSED
