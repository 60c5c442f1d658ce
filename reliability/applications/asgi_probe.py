"""What "probe" is for WSGI, for ASGI: it tells what it was given, and counts what it has begun and ended."""

import asyncio
import hashlib
import json

seen = []
_counts = {"opened": 0, "closed": 0, "sockets": 0, "disconnects": 0}


def parameters(scope):
    """Return the parameters of the query."""
    pairs = (pair.partition("=") for pair in scope["query_string"].decode("latin-1").split("&"))
    return {name: value for name, _, value in pairs}


def header(scope, name):
    """Return the value of a header, or b""."""
    return next((value for other, value in scope["headers"] if other == name), b"")


async def begin(scope, send, status=200, headers=()):
    """Start a response with the number of its request."""
    number = header(scope, b"x-campaign-id")
    headers = [(b"content-type", b"text/plain"), (b"x-campaign-id", number), *headers]
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def answer(scope, send, body):
    """Send a whole response."""
    await begin(scope, send, headers=[(b"content-length", str(len(body)).encode())])
    await send({"type": "http.response.body", "body": body})


def tell(value):
    """Return an application that answers with something as JSON."""

    async def application(scope, receive, send):
        await answer(scope, send, json.dumps(value).encode())

    return application


async def read(receive):
    """Return the body of a request, or None if the client goes before its end."""
    parts = []
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            _counts["disconnects"] += 1
            return None
        parts.append(event["body"])
        if not event["more_body"]:
            return b"".join(parts)


async def echo(scope, receive, send):
    """Tell what the request was, as JSON."""
    body = await read(receive)
    if body is None:
        return
    told = {
        "id": header(scope, b"x-campaign-id").decode(),
        "method": scope["method"],
        "length": len(body),
        "digest": hashlib.sha256(body).hexdigest(),
    }
    await answer(scope, send, json.dumps(told).encode())


async def identify(scope, receive, send):
    """Answer with the number of the request, a few milliseconds later if it says so."""
    await asyncio.sleep(float(parameters(scope).get("wait", 0)))
    await answer(scope, send, header(scope, b"x-campaign-id"))


async def stream(scope, receive, send):
    """Send many parts one by one."""
    asked = parameters(scope)
    await begin(scope, send)
    part = {"type": "http.response.body", "body": b"x" * int(asked.get("size", 1000)), "more_body": True}
    for _ in range(int(asked.get("count", 100))):
        await send(part)
        if pause := float(asked.get("pause", 0)):
            await asyncio.sleep(pause)
    await send({"type": "http.response.body"})


async def whole(scope, receive, send):
    """Send a large body in one part."""
    await answer(scope, send, b"x" * int(parameters(scope).get("size", 1_000_000)))


async def counts(scope, receive, send):
    """Tell how many calls were begun and ended, this one excepted."""
    await answer(scope, send, json.dumps({**_counts, "opened": _counts["opened"] - 1}).encode())


async def seen_targets(scope, receive, send):
    """Tell the targets of all requests with a word in them."""
    word = parameters(scope).get("word", "")
    await answer(scope, send, json.dumps([target for target in seen if word in target]).encode())


async def echo_messages(scope, receive, send):
    """Send back what comes."""
    await receive()
    offered = scope["subprotocols"]
    await send({"type": "websocket.accept", "subprotocol": offered[0] if offered else None})
    while (event := await receive())["type"] == "websocket.receive":
        await send({**event, "type": "websocket.send"})
    _counts["disconnects"] += 1


async def push_messages(scope, receive, send):
    """Send messages, whether anyone takes them or not."""
    asked = parameters(scope)
    await send({"type": "websocket.accept"})
    message = {"type": "websocket.send", "bytes": b"x" * int(asked.get("size", 1000))}
    for _ in range(int(asked.get("count", 100))):
        await send(message)


async def ignore_messages(scope, receive, send):
    """Take nothing of what comes, for a while."""
    await send({"type": "websocket.accept"})
    await asyncio.sleep(float(parameters(scope).get("wait", 3600)))


async def hesitate(scope, receive, send):
    """Accept late."""
    await asyncio.sleep(float(parameters(scope).get("wait", 0.05)))
    await echo_messages(scope, receive, send)


async def deny(scope, receive, send):
    """Answer the handshake with a response."""
    await send({"type": "websocket.http.response.start", "status": 418, "headers": [(b"content-length", b"6")]})
    await send({"type": "websocket.http.response.body", "body": b"denied"})


async def lifespan(scope, receive, send):
    """Start and end."""
    while True:
        event = await receive()
        await send({"type": f"{event['type']}.complete"})
        if event["type"] == "lifespan.shutdown":
            return


REQUESTS = {
    "/id": identify,
    "/stream": stream,
    "/whole": whole,
    "/counts": counts,
    "/seen": seen_targets,
}
SOCKETS = {
    "/push": push_messages,
    "/ignore": ignore_messages,
    "/hesitate": hesitate,
    "/deny": deny,
}


async def counted(application, scope, receive, send):
    """Call an application, and count that."""
    _counts["opened"] += 1
    _counts["sockets"] += scope["type"] == "websocket"
    try:
        await application(scope, receive, send)
    finally:
        _counts["closed"] += 1


async def app(scope, receive, send):
    """Serve the path, or else send back what came."""
    path = scope["path"]
    if scope["type"] == "lifespan":
        await lifespan(scope, receive, send)
    elif scope["type"] == "websocket":
        await counted(SOCKETS.get(path, echo_messages), scope, receive, send)
    else:
        if path != "/seen":
            seen.append(scope["raw_path"].decode("latin-1"))
            del seen[:-20_000]
        await counted(REQUESTS.get(path, echo), scope, receive, send)
