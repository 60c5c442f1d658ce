"""Asks Java."""

from wsgi_spring_boot.bridge.values import decode, encode
from wsgi_spring_boot.runtime import door

from ._errors import error

__all__ = ["ask"]


def ask(*request):
    """Return the answer, or raise the exception that is it."""
    good, *answer = decode(door.ask(encode(request)))
    if good:
        return answer[0]
    raise error(*answer)
