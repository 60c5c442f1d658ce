"""Checks what the methods of connections are called with."""

from .constants import CONFIGURATION, LEGACY_TRANSACTION_CONTROL

__all__ = ["autocommit", "c_int", "isolation_level", "milliseconds", "option", "text"]

_LEVELS = ("", "DEFERRED", "IMMEDIATE", "EXCLUSIVE")
_MAX_MILLISECONDS = 2**31 - 1


def isolation_level(level):
    if level is None:
        return None
    if not isinstance(level, str):
        raise TypeError("isolation_level must be str or None")
    if "\0" in level:
        raise ValueError("embedded null character")
    level.encode()
    upper = str.upper(level)
    if upper not in _LEVELS:
        raise ValueError("isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'")
    return upper


def autocommit(value):
    if value is True or value is False:
        return value
    if isinstance(value, int) and value == LEGACY_TRANSACTION_CONTROL:
        return LEGACY_TRANSACTION_CONTROL
    raise ValueError("autocommit must be True, False, or sqlite3.LEGACY_TRANSACTION_CONTROL")


def milliseconds(timeout):
    if isinstance(timeout, (str, bytes, bytearray)):
        raise TypeError(f"must be real number, not {type(timeout).__name__}")
    return int(min(max(float(timeout) * 1000, 0), _MAX_MILLISECONDS))


def option(op):
    op = c_int(op)
    if op not in CONFIGURATION:
        raise ValueError(f"unknown config 'op': {op}")
    return op


def text(value):
    if not isinstance(value, str):
        raise TypeError(f"argument must be str, not {type(value).__name__}")
    if "\0" in value:
        raise ValueError("embedded null character")
    value.encode()
    return value


def c_int(value):
    if not hasattr(value, "__index__"):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    value = value.__index__()
    if not -(1 << 31) <= value < 1 << 31:
        raise OverflowError("Python int too large to convert to C int")
    return value
