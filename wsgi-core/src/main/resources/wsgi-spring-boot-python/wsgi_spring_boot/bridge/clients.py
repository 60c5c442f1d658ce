"""Stands for an application where there is none: only functions are called, by Java code."""

__all__ = ["application"]


def application(environ, start_response):
    """Nothing is here."""
    start_response("404 Not Found", [("Content-Length", "0")])
    return []
