"""Finds the template of the route that an application chose for a request."""

import functools
import sys

__all__ = ["KEY", "find_route", "watch_django"]

KEY = "wsgi_spring_boot.route"


def find_route(environ):
    """Return what the application says in ``environ``, or else what Flask left there, or ``None``."""
    route = environ.get(KEY)
    if route is not None:
        if not isinstance(route, str):
            raise TypeError(f"environ[{KEY!r}] must be a str, not {type(route).__name__}")
        return route
    rule = getattr(environ.get("werkzeug.request"), "url_rule", None)
    return None if rule is None else rule.rule


def watch_django():
    """Let Django, which leaves nothing in the environ, tell the route there. Does nothing without it."""
    handlers = sys.modules.get("django.core.handlers.base")
    resolve = handlers and getattr(handlers.BaseHandler, "resolve_request", None)
    if resolve is None or hasattr(resolve, "__wrapped__"):
        return

    @functools.wraps(resolve)
    def resolve_request(handler, request):
        match = resolve(handler, request)
        environ = getattr(request, "environ", None)
        if environ is not None and match.route is not None:
            environ.setdefault(KEY, "/" + match.route)
        return match

    handlers.BaseHandler.resolve_request = resolve_request
