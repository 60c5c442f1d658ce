"""A Starlette application: text, JSON, and a wait that holds no thread."""

import asyncio

from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route


async def hello(request):
    return PlainTextResponse("Hello World!")


async def records(request):
    return JSONResponse([{"id": i, "name": f"Record {i}", "price": i * 1.25, "tags": ["a", "b"], "active": i % 2 == 0}
                         for i in range(50)])


async def sleep(request):
    await asyncio.sleep(0.01)
    return PlainTextResponse("slept")


app = Starlette(routes=[Route("/hello", hello), Route("/json", records), Route("/sleep", sleep)])
