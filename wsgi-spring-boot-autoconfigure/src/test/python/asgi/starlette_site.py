"""A Starlette application with what only ASGI has: lifespan, WebSocket, streams, work after the response.

With it are the helpers of asgiref, and a client that is served by the same event loop.
"""

import asyncio
import threading
from contextlib import asynccontextmanager

import httpx
from asgiref.compatibility import guarantee_single_callable
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from asgiref.wsgi import WsgiToAsgi
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Mount, Route, WebSocketRoute

done = []


@asynccontextmanager
async def lifespan(app):
    yield {"started": "yes"}


async def hello(request):
    return JSONResponse({"url": str(request.url), "started": request.state.started, "root": request.scope["root_path"]})


def sync(request):
    return PlainTextResponse(f"{threading.current_thread().name} {threading.get_ident()}")


async def cancel(request):
    return PlainTextResponse(str([task.cancel() for task in asyncio.all_tasks() if task.get_name() == "server"]))


async def upload(request):
    form = await request.form()
    return JSONResponse({"name": form["file"].filename, "size": len(await form["file"].read())})


async def stream(request):
    async def parts():
        for index in range(3):
            yield f"part {index}\n"
            await asyncio.sleep(0)

    return StreamingResponse(parts(), media_type="text/plain")


async def file(request):
    return FileResponse(__file__)


async def later(request):
    return JSONResponse(done, background=BackgroundTask(done.append, "later"))


async def item(request):
    return JSONResponse(request.path_params)


async def fetch(request):
    host, port = request.scope["server"]
    async with httpx.AsyncClient(base_url=f"http://{host}:{port}") as client:
        answers = await asyncio.gather(*(client.get(f"/items/{number}") for number in range(5)))
        uploaded = await client.post("/upload", files={"file": ("b.txt", b"of httpx")})
    return JSONResponse([*(answer.json()["number"] for answer in answers), uploaded.json()])


async def threads(request):
    """From the loop into a thread, and back to the loop."""
    async def on_loop():
        return threading.current_thread() is loop

    def in_thread():
        return [threading.current_thread() is loop, async_to_sync(on_loop)()]

    loop = threading.current_thread()
    return JSONResponse(await sync_to_async(in_thread)())


async def communicate(request):
    """Call an application as asgiref does in tests."""
    scope = {"type": "http", "method": "GET", "path": "/any", "raw_path": b"/any", "query_string": b"", "headers": []}
    called = ApplicationCommunicator(old, {**scope, "asgi": {"version": "3.0"}})
    await called.send_input({"type": "http.request"})
    start = await called.receive_output(60)
    body = await called.receive_output(60)
    await called.wait(60)
    return JSONResponse([start["status"], body["body"].decode()])


class Old:
    """An application of ASGI 2."""

    def __init__(self, scope):
        self._path = scope["path"]

    async def __call__(self, receive, send):
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": f"{self._path} of ASGI 2".encode()})


def wsgi(environ, start_response):
    """An application of WSGI."""
    body = environ["wsgi.input"].read()
    start_response("201 Created", [("X-Path", environ["SCRIPT_NAME"] + environ["PATH_INFO"])])
    return [body, b" came"]


old = guarantee_single_callable(Old)


async def echo(websocket):
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_text(f"{websocket.path_params['room']}: {text}")


class Header(BaseHTTPMiddleware):
    """Adds a header, by Starlette's middleware that reads the response."""

    async def dispatch(self, request, call_next):
        response = await call_next(request)
        response.headers["x-middleware"] = "yes"
        return response


app = Starlette(
    routes=[
        Route("/hello", hello),
        Route("/sync", sync),
        Route("/cancel", cancel),
        Route("/upload", upload, methods=["POST"]),
        Route("/stream", stream),
        Route("/file", file),
        Route("/later", later),
        Route("/fetch", fetch),
        Route("/threads", threads),
        Route("/communicate", communicate),
        Mount("/old", old),
        Mount("/wsgi", WsgiToAsgi(wsgi)),
        Mount("/items", routes=[Route("/{number:int}", item)]),
        WebSocketRoute("/rooms/{room}", echo),
    ],
    middleware=[Middleware(Header)],
    lifespan=lifespan,
)
