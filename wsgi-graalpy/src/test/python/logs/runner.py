"""Runs the Python code that comes as the body of a request, and undoes how it configures logging."""

import logging


def app(environ, start_response):
    """Answer with what the code leaves in ``result``."""
    code = environ["wsgi.input"].read().decode()
    root = logging.root
    handlers, level = root.handlers[:], root.level
    scope = {"environ": environ, "result": None}
    try:
        exec(code, scope)
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for logger in root.manager.loggerDict.values():
            logger.disabled = False  # which dictConfig sets
    start_response("200 OK", [])
    return [str(scope["result"]).encode()]
