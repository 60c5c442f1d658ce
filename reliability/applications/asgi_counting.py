"""What "counting" is for WSGI, for ASGI: it writes down each request before it answers."""

import asyncio
import os

import asgi_probe

_file = os.open(os.environ["COUNTING_FILE"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


async def count(scope, receive, send):
    """Count, and answer with the number."""
    number = asgi_probe.header(scope, b"x-campaign-id")
    if await asgi_probe.read(receive) is None:
        return
    await asyncio.sleep(0.02)
    os.write(_file, number + b"\n")
    if scope["path"] == "/stream":
        await asgi_probe.begin(scope, send)
        for part in (number, b" ", b"x" * 10_000):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body"})
    else:
        await asgi_probe.answer(scope, send, number)


async def app(scope, receive, send):
    """Count what has a number."""
    counted = scope["type"] == "http" and asgi_probe.header(scope, b"x-campaign-id")
    await (count if counted else asgi_probe.app)(scope, receive, send)
