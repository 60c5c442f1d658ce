"""Asks Java to work with a database."""

import json
from decimal import Decimal

from wsgi_spring_boot.bridge.values import plain
from wsgi_spring_boot.runtime import door

from .._errors import error
from ._errors import InternalError, ProgrammingError, failure
from ._rows import unescape

__all__ = ["ask"]


def _adapt(value):
    if isinstance(value, Decimal) and not value.is_finite():
        # Java has no such number, but PostgreSQL has
        return str(value)
    try:
        return plain(value)
    except TypeError:
        raise ProgrammingError(f"{type(value).__qualname__} is no parameter of a statement") from None


_decode = json.JSONDecoder().decode
_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), default=_adapt).encode


def ask(*request):
    """Return the answer, or raise the exception that it is. One with rows is text."""
    answer = door.ask(_encode(request))
    mark = answer[0]
    if mark == "[":
        good, *rest = _decode(answer)
        if good:
            return rest[0]
        cause = error(*rest)
        raise InternalError(str(cause)) from cause
    if mark == "E":
        name, sqlstate, code, message = answer[1:].split("\x1f", 3)
        raise failure(name, sqlstate, code, unescape(message))
    return answer
