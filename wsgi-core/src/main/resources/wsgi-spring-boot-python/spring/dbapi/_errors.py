"""The exceptions of PEP 249."""

__all__ = [
    "DataError",
    "DatabaseError",
    "Error",
    "IntegrityError",
    "InterfaceError",
    "InternalError",
    "NotSupportedError",
    "OperationalError",
    "ProgrammingError",
    "Warning",
]


class Warning(Exception):
    """Something important that is no error."""

    __module__ = "spring.dbapi"


class Error(Exception):
    """Whatever fails."""

    __module__ = "spring.dbapi"

    #: The SQLSTATE (ISO/IEC 9075-2), or ``None``
    sqlstate = None

    #: The number that the database gives the failure, or 0
    code = 0


class InterfaceError(Error):
    """A failure of the connection, not of the database."""

    __module__ = "spring.dbapi"


class DatabaseError(Error):
    """A failure of the database."""

    __module__ = "spring.dbapi"


class DataError(DatabaseError):
    """A value cannot be worked with: too long, out of range…"""

    __module__ = "spring.dbapi"


class OperationalError(DatabaseError):
    """Something that is not the fault of the program: the pool is empty, the server is gone…"""

    __module__ = "spring.dbapi"


class IntegrityError(DatabaseError):
    """A constraint is violated."""

    __module__ = "spring.dbapi"


class InternalError(DatabaseError):
    """The database is in a state where it cannot do this."""

    __module__ = "spring.dbapi"


class ProgrammingError(DatabaseError):
    """A statement is wrong, or has the wrong parameters."""

    __module__ = "spring.dbapi"


class NotSupportedError(DatabaseError):
    """The database or its driver cannot do this."""

    __module__ = "spring.dbapi"


_NAMED = {
    kind.__name__: kind
    for kind in (
        InterfaceError,
        DataError,
        OperationalError,
        IntegrityError,
        InternalError,
        ProgrammingError,
        NotSupportedError,
    )
}


def failure(name, sqlstate, code, message):
    """Make the exception of that name."""
    made = _NAMED[name](message)
    made.sqlstate = sqlstate or None
    made.code = int(code)
    return made
