"""The WSGI application that runs suites in the server."""

import json

from running import run


def app(environ, start_response):
    """Run the suites that the body of the request describes."""
    run(json.load(environ["wsgi.input"]))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"done\n"]
