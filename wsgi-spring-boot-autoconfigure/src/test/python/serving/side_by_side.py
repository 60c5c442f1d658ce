"""Served beside Spring's controllers: tells what reached Python."""

import os
import time


def app(environ, start_response):
    """Do what the path says."""
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    if method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ:
        start_response("204 No Content", [("Access-Control-Allow-Origin", environ["HTTP_ORIGIN"])])
        return []
    if path == "/echo":
        headers = [
            ("X-Content-Length", environ.get("CONTENT_LENGTH", "none")),
            ("X-Content-Type", environ.get("CONTENT_TYPE", "none")),
            ("X-Method", method),
        ]
        start_response("200 OK", headers)
        return [environ["wsgi.input"].read()]
    if path == "/hold":
        while not os.path.exists(os.environ["GATE"]):
            time.sleep(0.01)
        text = "released"
    elif path.startswith("/env/"):
        text = os.environ.get(path[5:], "none")
    elif path == "/flask":
        import flask

        text = f"Flask from {flask.__file__}"
    else:
        text = f"Python has SCRIPT_NAME '{environ['SCRIPT_NAME']}' and PATH_INFO '{path}'"
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode()]
