"""Can be kept from being loaded."""

import os

if os.path.exists(os.environ["BROKEN"]):
    raise RuntimeError("broken by the test")


def app(environ, start_response):
    """Respond."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"alive"]
