import sys

from fastapi import FastAPI, WebSocket
from fastapi.responses import PlainTextResponse

app = FastAPI()


@app.get("/")
async def index() -> PlainTextResponse:
    return PlainTextResponse(f"Hello from {sys.implementation.name} {sys.version.split()[0]}\n")


@app.get("/items/{number}")
async def item(number: int):
    return {"number": number}


@app.websocket("/echo")
async def echo(websocket: WebSocket):
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_text(text)
