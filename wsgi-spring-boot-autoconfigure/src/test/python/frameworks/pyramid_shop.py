"""Pyramid: a configurator with scanned views, predicates, its signed session, JSON, uploads, a stream, a file."""

import books
import gates
import jinja2
from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPBadRequest, HTTPFound
from pyramid.response import FileResponse, Response
from pyramid.session import SignedCookieSessionFactory
from pyramid.view import exception_view_config, view_config

TEMPLATES = jinja2.Environment(loader=jinja2.FileSystemLoader(books.TEMPLATES), autoescape=True)


@view_config(route_name="book", request_method="GET", renderer="json")
def book(request):
    return books.book(int(request.matchdict["number"]), request.params.get("shout"))


@view_config(route_name="books", request_method="POST", renderer="json")
def create(request):
    title = request.json_body["title"]
    request.response.status_int = 201
    request.response.location = request.route_path("book", number=len(title))
    return {"title": title}


@exception_view_config(ValueError, renderer="json")
def not_json(request):
    request.response.status_int = 400
    return {"error": HTTPBadRequest.title}


@view_config(route_name="form", request_method="POST", renderer="json")
def form(request):
    return {"names": request.POST.getall("name")}


@view_config(route_name="upload", request_method="POST", renderer="json")
def upload(request):
    file = request.POST["file"]
    return books.receipt(file.filename, file.file)


@view_config(route_name="events")
def events(request):
    return Response(app_iter=gates.events(request.params["key"]), content_type="text/plain")


@view_config(route_name="open")
def open_gate(request):
    gates.gate(request.params["key"]).set()
    return Response("open")


@view_config(route_name="visits")
def visits(request):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return Response(str(request.session["visits"]))


@view_config(route_name="page", request_method="GET")
def page(request):
    return Response(TEMPLATES.get_template("page.html").render(name=request.params["name"]))


@view_config(route_name="cover")
def cover(request):
    response = FileResponse(books.COVER, request)
    response.content_disposition = f"attachment; filename={books.COVER.name}"
    return response


@view_config(route_name="away")
def away(request):
    return HTTPFound(request.route_url("book", number=1))


@view_config(route_name="fails")
def fails(request):
    return books.fail()


with Configurator(session_factory=SignedCookieSessionFactory("not a secret")) as config:
    config.add_route("book", r"/books/{number:\d+}")
    for name in ("books", "form", "upload", "events", "open", "visits", "page", "cover", "away", "fails"):
        config.add_route(name, f"/{name}")
    config.add_static_view("assets", str(books.ASSETS), cache_max_age=3600)
    config.scan(__name__)
    app = config.make_wsgi_app()
