"""Prepared statements."""

import os
import warnings
from types import MappingProxyType

from . import errors
from .adapters import State, converters, door_values
from .constants import PARSE_COLNAMES, PARSE_DECLTYPES

__all__ = ["Statement", "prepare"]

_HERE = os.path.dirname(__file__)
_DML = ("insert", "update", "delete", "replace")
_SPACES = " \t\f\n\r"


def prepare(door, sql, detect_types):
    """Return the statement, or ``None`` if there is nothing in it."""
    if "\0" in sql:
        raise errors.ProgrammingError("the query contains a null character")
    prepared = errors.check(door("prepare", sql.encode()))
    return None if prepared is None else Statement._of(door, sql, prepared, detect_types)


def _is_dml(sql):
    """Return whether a statement changes rows, so that a transaction begins before it."""
    start, end = 0, len(sql)
    while start < end:
        if sql[start] in _SPACES:
            start += 1
        elif sql.startswith("--", start):
            start = sql.find("\n", start)
        elif sql.startswith("/*", start):
            start = sql.find("*/", start + 2) + 2
            if start == 1:
                return False
        else:
            break
        if start < 0:
            return False
    return sql[start : start + 7].lower().startswith(_DML)


class Statement:
    """A statement, which one cursor uses at a time."""

    __module__ = "sqlite3"
    __slots__ = (
        "_casts", "_casts_of", "_casts_sent", "_close", "_describe", "_detect_types", "_has_names", "_names", "_number", "_send_casts",
        "columns", "converters", "description", "door", "is_dml", "more", "readonly", "reset", "run", "sql", "version",
    )

    def __new__(cls, *args, **kwargs):
        raise TypeError("cannot create 'sqlite3.Statement' instances")

    @classmethod
    def _of(cls, door, sql, prepared, detect_types):
        statement = object.__new__(cls)
        statement._prepare(door, sql, prepared, detect_types)
        return statement

    def _prepare(self, door, sql, prepared, detect_types):
        self.door = door
        self.sql = sql
        self.run, self.more, self._send_casts, self._describe, self.reset, self._close, names, self.readonly = prepared
        # No name is a name of its own: the parameter has a number only
        self._names = names.split("\0")[:-1]
        self._number = len(self._names)
        self._has_names = any(name and name[0] != "?" for name in self._names)
        self._detect_types = detect_types
        self.is_dml = not self.readonly and _is_dml(sql)
        self.version = -1
        self.description = None
        self.columns = ()
        self.converters = None
        self._casts = ""
        self._casts_of = None
        self._casts_sent = ("", False)

    def close(self):
        """Give the statement back."""
        self._close()

    def describe(self):
        """Find out which columns the statement has."""
        *columns, self.version = errors_checked(self._describe())
        self.columns = list(zip(columns[::2], columns[1::2]))
        self.description = tuple([(self._column_name(name), None, None, None, None, None, None) for name, _ in self.columns]) or None
        self._casts_of = None

    def _column_name(self, name):
        if self._detect_types & PARSE_COLNAMES:
            end = name.find("[")
            if end >= 0:
                return name[: end - 1] if end and name[end - 1] == " " else name[:end]
        return name

    def expected_version(self):
        """Return for which columns the casts are, or -1 if there are none."""
        return self.version if self._detect_types else -1

    def prepare_casts(self, encoded):
        """Tell which columns are to be handed over as bytes: those with a converter, or all text."""
        if self._detect_types:
            if self.version < 0:
                self.describe()
            if self._casts_of != State.converters_version:
                found = [self._converter(*column) for column in self.columns]
                self.converters = found if any(found) else None
                self._casts = "".join(["0" if converter is None else "1" for converter in found]) if self.converters else ""
                self._casts_of = State.converters_version
        if self._casts_sent != (self._casts, encoded):
            errors_checked(self._send_casts(self._casts, encoded))
            self._casts_sent = (self._casts, encoded)

    def _converter(self, name, declared):
        converter = None
        if self._detect_types & PARSE_COLNAMES:
            start = name.find("[")
            end = name.find("]", start)
            if 0 <= start < end:
                start = name.rfind("[", 0, end)
                converter = converters.get(name[start + 1 : end].upper())
        if converter is None and declared and self._detect_types & PARSE_DECLTYPES:
            converter = converters.get(declared.partition(" ")[0].partition("(")[0].upper())
        return converter

    def values(self, parameters):
        """Return parameters in their order, as the functions in Java take them."""
        kind = type(parameters)
        if kind is tuple or kind is list:
            return self._values_of_sequence(parameters)
        if not issubclass(kind, (dict, MappingProxyType)) and hasattr(kind, "__getitem__"):
            return self._values_of_sequence(parameters)
        if hasattr(kind, "__getitem__"):
            return self._values_of_mapping(parameters)
        raise errors.ProgrammingError("parameters are of unsupported type")

    def _values_of_sequence(self, parameters):
        supplied = len(parameters)
        if supplied != self._number:
            raise errors.ProgrammingError(
                f"Incorrect number of bindings supplied. The current statement uses {self._number}, "
                f"and there are {supplied} supplied."
            )
        if self._has_names:
            for index, name in enumerate(self._names):
                if not name or name[0] == "?":
                    continue
                warnings.warn(
                    f"Binding {index + 1} ('{name}') is a named parameter, but you supplied a sequence which requires "
                    "nominal (qmark) placeholders. Starting with Python 3.14 an sqlite3.ProgrammingError will be raised.",
                    DeprecationWarning,
                    skip_file_prefixes=(_HERE,),
                )
        if type(parameters) not in (tuple, list):
            parameters = [parameters[index] for index in range(supplied)]
        values = door_values(parameters, lambda index: index + 1)
        if len(values) != supplied:
            # Changed by an adapter
            raise IndexError("list index out of range")
        return values

    def _values_of_mapping(self, parameters):
        values = []
        for index, name in enumerate(self._names):
            if not name:
                raise errors.ProgrammingError(
                    f"Binding {index + 1} has no name, but you supplied a dictionary (which has only names)."
                )
            try:
                values.append(parameters[name[1:]])
            except LookupError:
                raise errors.ProgrammingError(
                    f"You did not supply a value for binding parameter :{name[1:]}."
                ) from None
        return door_values(values, lambda index: f"':{self._names[index][1:]}'")


def errors_checked(result):
    """Return the result of a function in Java; ProgrammingError if the connection is closed."""
    if type(result) is tuple and len(result) == 3 and result[0] == errors.CLOSED:
        raise errors.error_of(result)
    return result
