"""What PEP 3333 and RFC 9110 allow in a status and in response headers."""

import re

__all__ = ["check_header", "check_status", "content_length", "find_illegal", "is_status"]

is_status = re.compile(r"[1-9][0-9][0-9](?: .*)?\Z").match
find_illegal = re.compile("[^\t\n\x20-\x7e\x80-\xff]").search
_is_token = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+\Z").match

# So that it is a long in Java
_MAX_DIGITS = 18

# RFC 9110 section 7.6.1, which PEP 3333 forbids to applications ("Other HTTP Features")
_HOP_BY_HOP = frozenset(
    (
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "trailers",
        "transfer-encoding",
        "upgrade",
    )
)


def content_length(value, earlier):
    """The number that a Content-Length holds; ``earlier`` is that of one before it."""
    if not value.isascii() or not value.isdigit():
        raise ValueError(f"Content-Length must be a number, not {value!r}")
    digits = value.lstrip("0")
    if len(digits) > _MAX_DIGITS:
        raise ValueError(f"Content-Length is too large: {digits[:40]}")
    length = int(digits or "0")
    if earlier is not None and earlier != length:
        raise ValueError("Content-Length was given twice with different values")
    return length


def check_status(status):
    """Raise what is wrong with ``status``."""
    if not isinstance(status, str):
        raise TypeError(f"status must be a str, not {type(status).__name__}")
    if find_illegal(status) is not None or "\n" in status:
        raise ValueError(f"status must not contain control or non-Latin-1 characters: {status!r}")
    if is_status(status) is None:
        raise ValueError(f"status must be three digits, a space and a reason, not {status!r}")
    if status[0] == "1":
        raise ValueError(f"an interim status cannot be the final one: {status!r}")


def check_header(name, value):
    """Raise if the header is not allowed; returns whether it is Content-Length."""
    if not isinstance(name, str):
        raise TypeError(f"the header name {name!r} must be a str")
    if not isinstance(value, str):
        raise TypeError(
            f"the value of the header {name!r} must be a str, not {type(value).__name__}"
        )
    if _is_token(name) is None:
        raise ValueError(f"{name!r} is not a valid header name")
    if find_illegal(value) is not None or "\n" in value:
        raise ValueError(
            f"the value of the header {name!r} must not contain control or non-Latin-1 characters: {value!r}"
        )
    lower = name.lower()
    if lower in _HOP_BY_HOP:
        raise ValueError(f"{name!r} is a hop-by-hop header, which is the server's business")
    return lower == "content-length"
