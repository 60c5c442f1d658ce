"""Asks Java: JSON, in which an object with the name ``$`` is what JSON has no notation for."""

import json

from wsgi_spring_boot.runtime import door

from ._errors import error
from ._values import plain, typed

__all__ = ["ask"]

_decode = json.JSONDecoder(object_hook=typed).decode
_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


def ask(*request):
    """Return the answer, or raise the exception that is it."""
    good, *answer = _decode(door.ask(_encode(plain(request))))
    if good:
        return answer[0]
    raise error(*answer)
