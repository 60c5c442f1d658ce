"""Values on their way to Java and back, and dataclasses made of them.

They pass as JSON, in which an object with the name ``$`` is what JSON has no notation for.
"""

import base64
import dataclasses
import enum
import functools
import json
import types
import typing
from collections.abc import Collection, Iterable, Mapping, MutableMapping, MutableSequence, Sequence, Set
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

__all__ = ["build", "decode", "encode", "fields_of", "plain", "typed"]

_SAME = frozenset((type(None), bool, int, float, str))
_MICROSECOND = timedelta(microseconds=1)


def encode(value):
    """Return ``value`` as JSON, in ASCII."""
    return _to_json(plain(value))


def decode(text):
    """Return the value that JSON of :func:`encode`, or of Java, stands for."""
    return _of_json(text)


_to_json = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


def plain(value):
    """Return ``value`` as something that JSON has a notation for."""
    kind = type(value)
    if kind in _SAME:
        return value
    if kind is dict:
        return _plain_dict(value)
    if kind is list or kind is tuple:
        return [plain(element) for element in value]
    if isinstance(value, enum.Enum):
        return value.name
    tagged = _tagged(value)
    if tagged is not None:
        return {"$": tagged[0], "v": tagged[1]}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _plain_dict(fields_of(value))
    if isinstance(value, Mapping):
        return _plain_dict(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(element) for element in value]
    for base in (bool, int, float, str):
        if isinstance(value, base):
            return base(value)
    raise TypeError(f"{kind.__module__}.{kind.__qualname__} has no value in Java")


def fields_of(value):
    """Return the fields of a dataclass."""
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


def _plain_dict(mapping):
    if all(type(key) is str for key in mapping) and "$" not in mapping:
        return {key: plain(value) for key, value in mapping.items()}
    return {"$": "map", "v": [[plain(key), plain(value)] for key, value in mapping.items()]}


def _tagged(value):
    if isinstance(value, Decimal):
        return "decimal", str(value)
    if isinstance(value, datetime):
        return "datetime", value.isoformat()
    if isinstance(value, date):
        return "date", value.isoformat()
    if isinstance(value, time):
        return "time", value.isoformat()
    if isinstance(value, timedelta):
        return "duration", value // _MICROSECOND
    if isinstance(value, UUID):
        return "uuid", str(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "bytes", base64.b64encode(value).decode()
    return None


_FROM_TEXT = {
    "bytes": base64.b64decode,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "decimal": Decimal,
    "duration": lambda microseconds: timedelta(microseconds=microseconds),
    "map": lambda pairs: {_key(key): value for key, value in pairs},
    "time": time.fromisoformat,
    "uuid": UUID,
}


def typed(mapping):
    """Return what an object of JSON stands for."""
    tag = mapping.get("$")
    return mapping if tag is None else _FROM_TEXT[tag](mapping["v"])


_of_json = json.JSONDecoder(object_hook=typed).decode


def _key(key):
    return tuple(map(_key, key)) if isinstance(key, list) else key


_COLLECTIONS = {
    **dict.fromkeys((list, Collection, Iterable, MutableSequence, Sequence), list),
    **dict.fromkeys((set, Set), set),
    frozenset: frozenset,
}
_MAPPINGS = (dict, Mapping, MutableMapping)


def build(kind, value):
    """Make a ``kind`` of ``value``: a dataclass of a dict, also inside of lists, dicts and others."""
    if value is None:
        return None
    origin = typing.get_origin(kind)
    arguments = typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        kinds = [each for each in arguments if each is not type(None)]
        return build(kinds[0], value) if len(kinds) == 1 else value
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is ...:
            return tuple(build(arguments[0], element) for element in value)
        return tuple(build(each, element) for each, element in zip(arguments, value, strict=True))
    collection = _COLLECTIONS.get(origin)
    if collection is not None:
        return collection(build(arguments[0], element) for element in value)
    if origin in _MAPPINGS:
        return {build(arguments[0], key): build(arguments[1], each) for key, each in value.items()}
    if dataclasses.is_dataclass(kind):
        return _build_dataclass(kind, value)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind[value]
    return value


def _build_dataclass(kind, value):
    if not isinstance(value, dict):
        raise TypeError(f"{kind.__qualname__} cannot be made of {type(value).__name__}")
    kinds = _kinds(kind)
    known = {field.name for field in dataclasses.fields(kind) if field.init}
    return kind(**{name: build(kinds[name], each) for name, each in value.items() if name in known})


@functools.lru_cache(maxsize=256)
def _kinds(kind):
    return typing.get_type_hints(kind)
