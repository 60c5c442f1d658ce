"""Errors, as HTML for people and as JSON for programs."""

from flask import json, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response


class InvalidBookError(HTTPException):
    """A 400 answer that names each field that is wrong."""

    code = 400
    description = "The book is not valid."

    def __init__(self, fields: dict[str, str]) -> None:
        """Create the error from one message per field."""
        super().__init__()
        self.fields = fields


def wants_json() -> bool:
    """Tell whether the client is better served with JSON than with HTML."""
    if request.path.startswith("/api/"):
        return True
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def render(error: HTTPException) -> Response:
    """Answer an HTTP error, keeping headers such as ``Allow`` that came with it."""
    response = error.get_response()
    if wants_json():
        body: dict[str, object] = {
            "status": error.code,
            "error": error.name,
            "message": error.description,
        }
        if isinstance(error, InvalidBookError):
            body["fields"] = error.fields
        response.content_type = "application/json"
        response.set_data(json.dumps(body) + "\n")
    else:
        response.content_type = "text/html; charset=utf-8"
        response.set_data(render_template("error.html", error=error))
    return response
