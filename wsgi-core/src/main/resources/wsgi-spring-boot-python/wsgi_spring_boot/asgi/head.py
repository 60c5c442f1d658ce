"""Checks the head of a response, and makes of it what the Java half takes: lines with status, names and values."""

from ..gateway.headers import check_header, content_length, find_illegal

__all__ = ["ResponseHead"]

_KNOWN_NAMES_LIMIT = 1024
_PLAIN, _LENGTH, _DROPPED, _CONNECTION = range(4)
_known_names = {}


class ResponseHead:
    """Status and headers of one response."""

    __slots__ = ("length", "lines", "status")

    def __init__(self, status, headers):
        if not isinstance(status, int):
            raise TypeError(f"the status must be an int, not {type(status).__name__}")
        if not 200 <= status <= 999:
            raise ValueError(f"{status} is no status of a response")
        self.status = status
        self.length = None
        parts = [str(int(status))]
        for name, value in headers:
            known = _known_names.get(name)
            if known is None:
                known = _known(name)
            text, kind = known
            value = _text(value, name)
            if kind:
                if kind == _DROPPED or kind == _CONNECTION and value.strip().lower() != "close":
                    continue
                if kind == _LENGTH:
                    self.length = content_length(value, self.length)
            parts.append(text)
            parts.append(value)
        self.lines = "\n".join(parts)
        if self.lines.count("\n") != len(parts) - 1 or find_illegal(self.lines) is not None:
            for name, value in zip(parts[1::2], parts[2::2]):
                check_header(name, value)

    @property
    def has_body(self):
        """Whether a response with this status can have a body."""
        return self.status not in (204, 304)


def header_lines(status, headers):
    """Return the lines of an interim response."""
    parts = [str(status)]
    for name, value in headers:
        check_header(name, value)
        parts += (name, value)
    return "\n".join(parts)


def _text(value, name):
    if type(value) is not bytes and not isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError(f"the value of the header {name!r} must be bytes, not {type(value).__name__}")
    return value.decode("latin-1") if type(value) is bytes else bytes(value).decode("latin-1")


def _known(name):
    if not isinstance(name, bytes):
        raise TypeError(f"the header name {name!r} must be bytes")
    text = name.decode("latin-1")
    lower = text.lower()
    if lower == "content-length":
        kind = _LENGTH
    elif lower in ("transfer-encoding", "keep-alive", "proxy-connection", "upgrade", "trailer", "te"):
        # The business of the server: ASGI has them ignored
        kind = _DROPPED
    elif lower == "connection":
        kind = _CONNECTION
    else:
        check_header(text, "")
        kind = _PLAIN
    if len(_known_names) < _KNOWN_NAMES_LIMIT:
        _known_names[name] = (text, kind)
    return text, kind
