"""An ASGI application without a framework: a WebSocket that sends back each text."""


async def app(scope, receive, send):
    if scope["type"] != "websocket":
        raise NotImplementedError(f"This application does not know {scope['type']}")
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message["text"]})
