"""Applications of ASGI that differ in how they start and end."""

import os


async def reply(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"served"})


async def refusing(scope, receive, send):
    """Knows HTTP only, as Django."""
    if scope["type"] != "http":
        raise ValueError(f"Django can only handle ASGI/HTTP connections, not {scope['type']}.")
    await reply(scope, receive, send)


async def silent(scope, receive, send):
    """Ignores what it does not know."""
    if scope["type"] == "http":
        await reply(scope, receive, send)


async def failing(scope, receive, send):
    """Fails to start, and says so, as Starlette."""
    await receive()
    try:
        raise ConnectionError("no database here")
    except ConnectionError:
        await send({"type": "lifespan.startup.failed", "message": "no start"})
        raise


async def mute(scope, receive, send):
    """Fails to start, and does not say why."""
    await receive()
    await send({"type": "lifespan.startup.failed", "message": None})


async def double(scope, receive, send):
    """Answers twice."""
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        with open(os.environ["ENDED"], "w", encoding="utf-8") as file:
            file.write("asked to end")
        await send({"type": "lifespan.shutdown.failed", "message": "it did not end well"})
    else:
        await reply(scope, receive, send)


class Old:
    """An application of ASGI 2."""

    def __init__(self, scope):
        pass

    async def __call__(self, receive, send):
        pass


class Instance:
    """Its instances are applications."""

    async def __call__(self, scope, receive, send):
        await reply(scope, receive, send)


instance = Instance()


def returning(scope, receive, send):
    """Not a coroutine function, but returns a coroutine."""
    return reply(scope, receive, send)


def hidden(*arguments):
    """Tells nothing."""
    return reply(*arguments)


class Awaited:
    """A class whose instances are awaited."""

    def __init__(self, scope, receive, send):
        self._arguments = scope, receive, send

    def __await__(self):
        return reply(*self._arguments).__await__()


def wsgi(environ, start_response):
    """An application of WSGI beside them."""
    start_response("200 OK", [])
    return [b"of WSGI"]
