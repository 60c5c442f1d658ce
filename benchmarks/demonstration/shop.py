"""A small shop for the demonstration: quick pages, and one that hangs when told to."""

import time

from prices import VERSION


def app(environ, start_response):
    """Respond at once, or never."""
    if environ["PATH_INFO"] == "/hang":
        time.sleep(3600)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"prices of {VERSION}".encode()]
