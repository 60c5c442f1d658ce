"""A FastAPI application: a small document, and fifty objects of a model."""

from fastapi import FastAPI
from pydantic import BaseModel


class Record(BaseModel):
    id: int
    name: str
    price: float
    tags: list[str]
    active: bool


app = FastAPI()


@app.get("/hello")
async def hello():
    return {"message": "Hello World!"}


@app.get("/json")
async def records() -> list[Record]:
    return [Record(id=i, name=f"Record {i}", price=i * 1.25, tags=["a", "b"], active=i % 2 == 0) for i in range(50)]
