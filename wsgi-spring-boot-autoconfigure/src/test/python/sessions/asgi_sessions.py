"""The same for ASGI: on the event loop, or in a thread if the path says so."""

import asyncio

from sessions import run, session


async def application(scope, receive, send):
    if scope["type"] == "websocket":
        await receive()
        session["before"] = 1
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": run("session['after'] = 1")})
        await send({"type": "websocket.close"})
        return
    if scope["type"] != "http":
        return
    code = (await receive())["body"].decode()
    told = await asyncio.to_thread(run, code) if scope["path"].endswith("/thread") else run(code)
    await send({"type": "http.response.start", "status": 200})
    await send({"type": "http.response.body", "body": told.encode()})
