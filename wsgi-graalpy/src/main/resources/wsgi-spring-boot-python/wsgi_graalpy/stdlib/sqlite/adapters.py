"""How objects become values of SQLite, and values of SQLite objects."""

from .errors import ProgrammingError

__all__ = ["PrepareProtocol", "adapt", "adapters", "converters", "register_adapter", "register_converter"]

adapters = {}
converters = {}


class PrepareProtocol:
    """PEP 246 style object adaption protocol type."""

    __module__ = "sqlite3"
    __slots__ = ()

    def __init__(self, *args, **kwargs):
        pass


class State:
    """What was registered so far."""

    # Whether objects of the types that SQLite knows are to be adapted, too
    basic_types_adapted = False
    # Changes whenever a converter is registered
    converters_version = 0


_BASIC_TYPES = (int, float, str, bytes, bytearray, type(None))
_ABSENT = object()


def register_adapter(type, adapter, /):
    """Register a function to adapt Python objects to SQLite values."""
    if type in _BASIC_TYPES:
        State.basic_types_adapted = True
    adapters[type, PrepareProtocol] = adapter


def register_converter(typename, converter, /):
    """Register a function to convert SQLite values to Python objects."""
    if not isinstance(typename, str):
        raise TypeError(f"register_converter() argument 1 must be str, not {type(typename).__name__}")
    converters[typename.upper()] = converter
    State.converters_version += 1


def adapt(obj, proto=PrepareProtocol, alt=_ABSENT, /):
    """Adapt given object to given protocol."""
    adapter = adapters.get((type(obj), proto))
    if adapter is not None:
        return adapter(obj)
    for method, argument in ((getattr(proto, "__adapt__", None), obj), (getattr(obj, "__conform__", None), proto)):
        if method is not None:
            try:
                adapted = method(argument)
            except TypeError:
                continue
            if adapted is not None:
                return adapted
    if alt is not _ABSENT:
        return alt
    raise ProgrammingError("can't adapt")


def door_values(values, where):
    """Return parameters as the functions in Java take them. ``where`` names the one of an index, for an error."""
    result = []
    adapted = State.basic_types_adapted
    for value in values:
        kind = type(value)
        if (kind is int or value is None or kind is str and value.isascii()) and not adapted:
            result.append(value)
        elif kind is float and not adapted:
            result.append((value,))
        else:
            result.append(_door_value(value, adapted, where, len(result)))
    return result


def _door_value(value, adapted, where, index):
    if adapted or type(value) is not bytearray:
        value = adapt(value, PrepareProtocol, value)
    try:
        return door_value(value)
    except TypeError:
        raise ProgrammingError(
            f"Error binding parameter {where(index)}: type '{type(value).__name__}' is not supported"
        ) from None


def door_value(value):
    """Return a value as the functions in Java take it; TypeError if SQLite has no such values.

    A float is a tuple of one, or it could not be told from an integer. So is other text than ASCII,
    as UTF-8: two halves of a character would become one otherwise.
    """
    if value is None or type(value) in (int, bytes):
        return value
    if isinstance(value, float):
        return (float.__float__(value),)
    if isinstance(value, int):
        return int.__index__(value)
    if isinstance(value, str):
        return str.__str__(value) if value.isascii() else (str.encode(value),)
    view = memoryview(value)
    if not view.c_contiguous:
        raise BufferError("memoryview: underlying buffer is not C-contiguous")
    return bytes(view)
