"""Finds the template of the route that an application chose for a request."""

from ..gateway.routes import KEY

__all__ = ["find_route"]


def find_route(scope):
    """Return what the application says in ``scope``, or else what FastAPI left there, or ``None``."""
    route = scope.get(KEY)
    if route is None:
        route = getattr(scope.get("route"), "path", None)
    return route if isinstance(route, str) else None
