"""Falcon: resources, media handlers, converters, multipart, cookies, a stream, a file."""

import books
import falcon
import gates
import jinja2

TEMPLATES = jinja2.Environment(loader=jinja2.FileSystemLoader(books.TEMPLATES), autoescape=True)


class Book:
    def on_get(self, req, resp, number):
        resp.media = books.book(number, req.get_param("shout"))


class Books:
    def on_post(self, req, resp):
        title = req.get_media()["title"]
        resp.media = {"title": title}
        resp.status = falcon.HTTP_201
        resp.location = f"{req.prefix}/books/{len(title)}"


class Form:
    def on_post(self, req, resp):
        resp.media = {"names": req.get_media()["name"]}


class Upload:
    def on_post(self, req, resp):
        for part in req.get_media():
            if part.name == "file":
                resp.media = books.receipt(part.filename, part.stream)


class Events:
    def on_get(self, req, resp):
        resp.content_type = falcon.MEDIA_TEXT
        resp.stream = gates.events(req.get_param("key", required=True))


class Open:
    def on_get(self, req, resp):
        gates.gate(req.get_param("key", required=True)).set()
        resp.text = "open"


class Visits:
    def on_get(self, req, resp):
        count = int(req.cookies.get("visits", "0")) + 1
        resp.set_cookie("visits", str(count), secure=False)
        resp.text = str(count)


class Page:
    def on_get(self, req, resp):
        resp.content_type = falcon.MEDIA_HTML
        resp.text = TEMPLATES.get_template("page.html").render(name=req.get_param("name"))


class Cover:
    def on_get(self, req, resp):
        resp.content_type = "image/svg+xml"
        resp.downloadable_as = books.COVER.name
        resp.set_stream(open(books.COVER, "rb"), books.COVER.stat().st_size)


class Away:
    def on_get(self, req, resp):
        raise falcon.HTTPFound(f"{req.prefix}/books/1")


class Fails:
    def on_get(self, req, resp):
        books.fail()


app = falcon.App()
app.add_route("/books/{number:int}", Book())
app.add_route("/books", Books())
app.add_route("/form", Form())
app.add_route("/upload", Upload())
app.add_route("/events", Events())
app.add_route("/open", Open())
app.add_route("/visits", Visits())
app.add_route("/page", Page())
app.add_route("/cover", Cover())
app.add_route("/away", Away())
app.add_route("/fails", Fails())
app.add_static_route("/assets", books.ASSETS)
