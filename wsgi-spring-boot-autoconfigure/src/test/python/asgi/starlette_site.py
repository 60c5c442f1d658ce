"""A Starlette application with what only ASGI has: lifespan, WebSocket, streams, work after the response."""

import asyncio
import threading
from contextlib import asynccontextmanager

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
    return PlainTextResponse(threading.current_thread().name)


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
        Route("/upload", upload, methods=["POST"]),
        Route("/stream", stream),
        Route("/file", file),
        Route("/later", later),
        Mount("/items", routes=[Route("/{number:int}", item)]),
        WebSocketRoute("/rooms/{room}", echo),
    ],
    middleware=[Middleware(Header)],
    lifespan=lifespan,
)
