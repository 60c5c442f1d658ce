"""Writes to ``wsgi.errors``."""

from mounts import answer, mount, query


@mount
def log(environ, start_response):
    """Evaluates the expression ``do``, in which ``errors`` is the stream."""
    try:
        result = eval(query(environ)["do"], {"errors": environ["wsgi.errors"]})
    except Exception as failure:
        result = type(failure).__name__
    return answer(start_response, result)
