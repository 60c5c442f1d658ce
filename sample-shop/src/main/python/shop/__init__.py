"""A small shop in Flask: the Python half of the sample. The other half is in Java, in the same process.

The WSGI callable is ``shop:app``. Spring Security has seen each request before it comes here.
"""

from flask import Flask, Response

from . import events, pages

__all__ = ["app", "create_app", "events"]


def create_app() -> Flask:
    """Build the application."""
    application = Flask(__name__)
    application.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    application.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    application.register_blueprint(pages.blueprint)
    application.after_request(_secure)
    return application


def _secure(response: Response) -> Response:
    """Keep HTML pages to this application's own styles."""
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = "default-src 'self'"
    return response


app = create_app()
