"""Applications of ASGI with WebSockets; the path tells what is looked at."""

import asyncio
import json

events = {}


def note(key, event):
    """Note what has happened."""
    events.setdefault(key, []).append(event)


async def app(scope, receive, send):
    """Call what the path names."""
    if scope["type"] == "lifespan":
        raise ValueError("not known")
    if scope["type"] == "http":
        body = json.dumps(events.get(scope["query_string"].decode(), [])).encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})
        return
    name = scope["path"].removeprefix(scope["root_path"]).strip("/").partition("/")[0]
    assert (await receive()) == {"type": "websocket.connect"}
    await globals()["serve_" + name](scope, receive, send)


async def serve_scope(scope, receive, send):
    """Show the scope."""
    await send({"type": "websocket.accept"})
    shown = {name: value for name, value in scope.items() if name != "state"}
    await send({"type": "websocket.send", "text": json.dumps(shown, default=lambda other: other.decode("latin-1"))})


async def serve_echo(scope, receive, send):
    """Send back what comes."""
    key = scope["query_string"].decode()
    offered = scope["subprotocols"]
    await send({
        "type": "websocket.accept",
        "subprotocol": offered[-1] if offered else None,
        "headers": [(b"x-accepted", b"yes"), (b"set-cookie", b"a=b"), (b"set-cookie", b"c=d")],
    })
    while True:
        event = await receive()
        if event["type"] == "websocket.disconnect":
            note(key, [event["code"], event["reason"]])
            try:
                await send({"type": "websocket.send", "text": "too late"})
            except OSError:
                note(key, "OSError")
            return
        await send({**event, "type": "websocket.send"})


async def serve_deny(scope, receive, send):
    """Close before the handshake."""
    await send({"type": "websocket.close", "code": 4000})


async def serve_respond(scope, receive, send):
    """Answer the handshake with a response."""
    await send({"type": "websocket.http.response.start", "status": 401, "headers": [(b"x-why", b"because")]})
    await send({"type": "websocket.http.response.body", "body": b"not ", "more_body": True})
    await send({"type": "websocket.http.response.body", "body": b"you"})


async def serve_denied(scope, receive, send):
    """Deny the handshake and receive what comes then."""
    if scope["query_string"] == b"denied-close":
        await send({"type": "websocket.close"})
    else:
        await send({"type": "websocket.http.response.start", "status": 401, "headers": []})
        await send({"type": "websocket.http.response.body", "body": b"no"})
    for _ in range(2):
        event = await receive()
        note(scope["query_string"].decode(), [event["type"], event.get("code")])


async def serve_short(scope, receive, send):
    """Answer the handshake with less than was announced."""
    headers = [(b"content-length", b"10")]
    await send({"type": "websocket.http.response.start", "status": 200, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": b"abc", "more_body": True})
    try:
        await send({"type": "websocket.http.response.body", "body": b""})
    except RuntimeError as failure:
        note(scope["query_string"].decode(), f"RuntimeError: {failure}")
        raise


async def serve_refuse(scope, receive, send):
    """Answer the handshake with more than a slow client takes."""
    key = scope["query_string"].decode()
    await send({"type": "websocket.http.response.start", "status": 403, "headers": []})
    message = {"type": "websocket.http.response.body", "body": b"x" * 65536, "more_body": True}
    try:
        while True:
            await asyncio.wait_for(send(message), 1)
    except TimeoutError:
        note(key, "full")
    try:
        while True:
            await send(message)
    except OSError:
        note(key, "OSError")
        raise


async def serve_pending(scope, receive, send):
    """Do not decide."""
    key = scope["query_string"].decode()
    note(key, "begun")
    try:
        await asyncio.sleep(600)
    except asyncio.CancelledError:
        note(key, "cancelled")
        raise


async def serve_fail(scope, receive, send):
    """Fail before the handshake."""
    raise KeyError("secret")


async def serve_break(scope, receive, send):
    """Fail after the handshake."""
    await send({"type": "websocket.accept"})
    raise KeyError("secret")


async def serve_close(scope, receive, send):
    """Close with a code, after a message."""
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "bytes": b"last"})
    await send({"type": "websocket.close", "code": 4001, "reason": "it is \u00fcber"})
    try:
        await send({"type": "websocket.send", "text": "more"})
    except RuntimeError as failure:
        note(scope["query_string"].decode(), str(failure))


async def serve_return(scope, receive, send):
    """Return and leave it open."""
    await send({"type": "websocket.accept"})


async def serve_flood(scope, receive, send):
    """Send more than a slow client takes."""
    key = scope["query_string"].decode()
    await send({"type": "websocket.accept"})
    try:
        while True:
            await send({"type": "websocket.send", "bytes": b"x" * 65536})
    except OSError:
        note(key, "gone")


async def serve_stuck(scope, receive, send):
    """Send what the client does not take, and close."""
    key = scope["query_string"].decode()
    await send({"type": "websocket.accept"})
    try:
        while True:
            await asyncio.wait_for(send({"type": "websocket.send", "bytes": b"x" * 65536}), 1)
    except TimeoutError:
        note(key, "full")
    await send({"type": "websocket.close"})
    note(key, (await receive())["type"])


async def serve_slow(scope, receive, send):
    """Receive late."""
    await send({"type": "websocket.accept"})
    await asyncio.sleep(0.5)
    count = 0
    while True:
        event = await receive()
        if event.get("text") == "end":
            break
        count += 1
    await send({"type": "websocket.send", "text": str(count)})


async def serve_wrong(scope, receive, send):
    """Send what is not allowed."""
    found = []
    for event in (
        {"type": "websocket.send", "text": "early"},
        {"type": "websocket.accept", "subprotocol": "other"},
        {"type": "websocket.accept", "headers": [(b"a", b"b\r\nc: d")]},
    ):
        found.append(await _failure(send, event))
    await send({"type": "websocket.accept"})
    for event in (
        {"type": "websocket.accept"},
        {"type": "websocket.send"},
        {"type": "websocket.send", "text": b"bytes"},
        {"type": "websocket.send", "bytes": "text"},
        {"type": "websocket.close", "code": 1005},
        {"type": "websocket.close", "reason": "x" * 124},
    ):
        found.append(await _failure(send, event))
    await send({"type": "websocket.send", "text": json.dumps(found)})


async def _failure(send, event):
    try:
        await send(event)
    except Exception as failure:
        return type(failure).__name__
    return None
