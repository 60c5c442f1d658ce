"""A FastAPI application with what its users have: models, dependencies, validation, WebSocket, documentation."""

import asyncio
import threading
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, Header, HTTPException, Query, UploadFile, WebSocket
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field, field_validator

done = []


@asynccontextmanager
async def lifespan(app):
    app.state.started = "yes"
    yield


app = FastAPI(title="Shop", lifespan=lifespan)


class Category(BaseModel):
    """Refers to itself, before it is defined."""

    name: str
    parent: "Category | None" = None


class Article(BaseModel):
    name: Annotated[str, Field(min_length=2)]
    price: Annotated[float, Field(gt=0)]
    tags: list[str] = []
    category: Category | None = None

    @field_validator("name")
    @classmethod
    def no_space(cls, value):
        if " " in value:
            raise ValueError("no spaces")
        return value


async def user(authorization: Annotated[str, Header()]):
    if authorization != "Bearer secret":
        raise HTTPException(401, "who are you?")
    return "jane"


@app.get("/articles/{number}")
async def article(number: int, limit: Annotated[int, Query(le=10)] = 5):
    await asyncio.sleep(0)
    return {"number": number, "limit": limit, "started": app.state.started}


@app.post("/articles", status_code=201)
async def create(article: Article) -> Article:
    return article.model_copy(update={"price": article.price * 2})


@app.get("/sync")
def sync():
    return threading.current_thread().name


@app.get("/me")
async def me(name: Annotated[str, Depends(user)]):
    return name


@app.post("/upload")
async def upload(file: UploadFile):
    return {"name": file.filename, "size": len(await file.read())}


@app.get("/stream")
async def stream():
    async def parts():
        for index in range(3):
            yield f"part {index}\n"
            await asyncio.sleep(0)

    return StreamingResponse(parts(), media_type="text/plain")


@app.get("/later")
async def later(tasks: BackgroundTasks):
    tasks.add_task(done.append, "later")
    return done


@app.websocket("/echo/{room}")
async def echo(websocket: WebSocket, room: str, number: int = 1):
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_json({"room": room, "text": text * number})
