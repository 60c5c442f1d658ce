"""Starlette, an ASGI framework, through a2wsgi: its event loop has a thread of its own."""

import asyncio

import books
import gates
from a2wsgi import ASGIMiddleware
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import (
    FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

TEMPLATES = Jinja2Templates(books.TEMPLATES)


async def book(request):
    return JSONResponse(books.book(request.path_params["number"], request.query_params.get("shout")))


async def create(request):
    try:
        title = (await request.json())["title"]
    except ValueError:
        raise HTTPException(400)
    where = request.url_for("book", number=len(title))
    return JSONResponse({"title": title}, 201, {"Location": str(where)})


async def form(request):
    return JSONResponse({"names": (await request.form()).getlist("name")})


async def upload(request):
    async with request.form() as fields:
        return JSONResponse(books.receipt(fields["file"].filename, fields["file"].file))


async def events(request):
    async def parts():
        yield b"one\n"
        await asyncio.to_thread(gates.gate(request.query_params["key"]).wait, 60)
        yield b"two\n"

    return StreamingResponse(parts(), media_type="text/plain")


# Not async, so that Starlette runs it on a thread of its pool
def open_gate(request):
    gates.gate(request.query_params["key"]).set()
    return PlainTextResponse("open")


async def visits(request):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return PlainTextResponse(str(request.session["visits"]))


async def page(request):
    return TEMPLATES.TemplateResponse(request, "page.html", {"name": request.query_params["name"]})


async def cover(request):
    return FileResponse(books.COVER, filename=books.COVER.name)


async def away(request):
    return RedirectResponse(request.url_for("book", number=1), 302)


async def fails(request):
    return books.fail()


app = ASGIMiddleware(
    Starlette(
        routes=[
            Route("/books/{number:int}", book, name="book"),
            Route("/books", create, methods=["POST"]),
            Route("/form", form, methods=["POST"]),
            Route("/upload", upload, methods=["POST"]),
            Route("/events", events),
            Route("/open", open_gate),
            Route("/visits", visits),
            Route("/page", page),
            Route("/cover", cover),
            Route("/away", away),
            Route("/fails", fails),
            Mount("/assets", StaticFiles(directory=books.ASSETS)),
        ],
        middleware=[Middleware(SessionMiddleware, secret_key="not a secret")],
    )
)
