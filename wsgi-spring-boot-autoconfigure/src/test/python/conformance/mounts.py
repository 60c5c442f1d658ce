"""The applications under test by the first segment of their path."""

import json
from urllib.parse import parse_qsl

__all__ = ["APPLICATIONS", "answer", "mount", "query"]

APPLICATIONS = {}


def mount(application):
    """Serve ``application`` under its name."""
    APPLICATIONS[application.__name__.replace("_", "-")] = application
    return application


def query(environ):
    """The query parameters, each at most once."""
    return dict(parse_qsl(environ["QUERY_STRING"], keep_blank_values=True))


def answer(start_response, value):
    """Answer with ``value`` as JSON in ASCII; bytes become characters of the same numbers."""
    body = json.dumps(value, default=lambda data: data.decode("latin-1")).encode()
    start_response("200 OK", [("Content-Type", "application/json")])
    return [body]
