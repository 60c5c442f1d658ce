"""The exceptions of ``sqlite3``, and which one an error of SQLite becomes."""

from .constants import ERROR_NAMES

__all__ = [
    "DataError", "DatabaseError", "Error", "IntegrityError", "InterfaceError", "InternalError", "NotSupportedError",
    "OperationalError", "ProgrammingError", "Warning", "check", "error_of",
]

# What the functions in Java say beside SQLite
TOO_LARGE, CLOSED, UNDECODABLE, RECURSIVE, MORE_THAN_ONE, ABSENT = range(-1, -7, -1)


class Warning(Exception):
    __module__ = "sqlite3"


class Error(Exception):
    __module__ = "sqlite3"


class InterfaceError(Error):
    __module__ = "sqlite3"


class DatabaseError(Error):
    __module__ = "sqlite3"


class InternalError(DatabaseError):
    __module__ = "sqlite3"


class OperationalError(DatabaseError):
    __module__ = "sqlite3"


class ProgrammingError(DatabaseError):
    __module__ = "sqlite3"


class IntegrityError(DatabaseError):
    __module__ = "sqlite3"


class DataError(DatabaseError):
    __module__ = "sqlite3"


class NotSupportedError(DatabaseError):
    __module__ = "sqlite3"


_OPERATIONAL = (1, 3, 4, 5, 6, 8, 9, 10, 13, 14, 15, 16, 17)
_CLASSES = {
    **dict.fromkeys(_OPERATIONAL, OperationalError),
    **dict.fromkeys((2, 12), InternalError),
    **dict.fromkeys((19, 20), IntegrityError),
    **dict.fromkeys((21, 25), InterfaceError),
    18: DataError,
    **dict.fromkeys((CLOSED, RECURSIVE, MORE_THAN_ONE), ProgrammingError),
    ABSENT: OperationalError,
}
_NO_MEMORY = 7


def error_of(failure):
    """Return the exception for a failure: its code, its extended code and its message."""
    code, extended, message = failure
    if code == _NO_MEMORY:
        return MemoryError()
    error = _CLASSES.get(code, DatabaseError)(message)
    if code > 0:
        error.sqlite_errorcode = extended
        error.sqlite_errorname = ERROR_NAMES.get(extended, "unknown")
    return error


def check(result):
    """Return the result of a function in Java, unless it is a failure, which is raised."""
    if type(result) is tuple:
        raise error_of(result)
    return result
