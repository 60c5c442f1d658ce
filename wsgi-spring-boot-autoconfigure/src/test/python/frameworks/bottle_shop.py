"""Bottle: routes with filters, its templates, signed cookies, JSON, uploads, a stream, a file."""

import json

import books
import bottle
import gates
from bottle import HTTPResponse, request, response, static_file, template

app = bottle.Bottle()


@app.get("/books/<number:int>", name="book")
def book(number):
    return books.book(number, request.query.getunicode("shout"))


@app.post("/books")
def create():
    title = request.json["title"]
    where = app.get_url("book", number=len(title))
    return HTTPResponse(json.dumps({"title": title}), 201, Location=where, content_type="application/json")


@app.post("/form")
def form():
    return {"names": request.forms.decode().getall("name")}


@app.post("/upload")
def upload():
    file = request.files["file"]
    return books.receipt(file.raw_filename, file.file)


@app.get("/events")
def events():
    response.content_type = "text/plain"
    return gates.events(request.query.key)


@app.get("/open")
def open_gate():
    gates.gate(request.query.key).set()
    return "open"


@app.get("/visits")
def visits():
    count = request.get_cookie("visits", 0, secret="not a secret") + 1
    response.set_cookie("visits", count, secret="not a secret")
    return str(count)


@app.get("/page")
def page():
    return template("<h1>{{name}}</h1>", name=request.query.getunicode("name"))


@app.get("/cover")
def cover():
    return static_file("cover.svg", books.ASSETS, download=True)


@app.get("/assets/<path:path>")
def assets(path):
    return static_file(path, books.ASSETS)


@app.get("/away")
def away():
    bottle.redirect("books/1")


@app.get("/fails")
def fails():
    return books.fail()
