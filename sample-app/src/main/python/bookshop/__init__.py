"""A small Flask bookshop: the sample application's Python half.

The WSGI callable is ``bookshop:app``. Nothing in this package knows that it runs
inside a JVM, so ``flask --app bookshop run`` serves it under CPython just as well.
"""

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from . import api, demos, errors, pages
from .store import Bookshelf

__all__ = ["app", "create_app"]


def create_app() -> Flask:
    """Build the application with a freshly stocked shelf."""
    application = Flask(__name__)
    # Flask bounds form fields to 500 kB by itself; this bounds whole bodies.
    application.config["MAX_CONTENT_LENGTH"] = 16 * 1024 * 1024
    application.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    application.extensions["bookshelf"] = Bookshelf.stocked()
    application.register_error_handler(HTTPException, errors.render)
    application.register_blueprint(pages.blueprint)
    application.register_blueprint(api.blueprint)
    application.register_blueprint(demos.blueprint)
    application.after_request(_secure)
    return application


def _secure(response: Response) -> Response:
    """Keep HTML pages to this application's own styles and scripts."""
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = "default-src 'self'"
        response.headers["X-Content-Type-Options"] = "nosniff"
    return response


app = create_app()
