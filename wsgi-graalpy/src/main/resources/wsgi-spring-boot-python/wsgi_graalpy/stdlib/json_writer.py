"""Writes JSON with sorted keys as ``_json`` does, with the same results.

It is Python, which the JIT compiles, while the built-in encoder sorts in a way that is never
compiled. Without sorting that one is faster, and stays, but for lists that it gets wrong.
"""

import re
from _json import encode_basestring, encode_basestring_ascii
from _json import make_encoder as make_builtin_encoder

from . import json_lists

__all__ = ["make_correct_encoder", "make_encoder"]

_SPECIAL = {
    encode_basestring_ascii: re.compile(r"[^ !#-\[\]-~]"),
    encode_basestring: re.compile(r'["\\\x00-\x1f]'),
}
_ANY = re.compile("")
_INFINITY = float("inf")


def make_encoder(
    markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan
):
    """Return a function that makes a tuple with JSON text, not indented, of a value."""
    make = Encoder if sort_keys else make_correct_encoder
    return make(
        markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan
    )


class Encoder:
    """Makes JSON text of one value."""

    __slots__ = (
        "markers",
        "default",
        "encoder",
        "indent",
        "key_separator",
        "item_separator",
        "sort_keys",
        "skipkeys",
        "_allow_nan",
        "_special_in",
        "_keys",
        "_open_containers",
    )

    def __init__(
        self, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan
    ):
        if markers is not None and not isinstance(markers, dict):
            kind = type(markers).__name__
            raise TypeError(f"make_encoder() argument 1 must be dict or None, not {kind}")
        self.markers = markers
        self.default = default
        self.encoder = encoder
        self.indent = indent
        self.key_separator = key_separator
        self.item_separator = item_separator
        self.sort_keys = bool(sort_keys)
        self.skipkeys = bool(skipkeys)
        self._allow_nan = bool(allow_nan)
        self._special_in = _SPECIAL.get(encoder, _ANY).search
        self._keys = {}
        self._open_containers = []

    def __call__(self, obj, _current_indent_level):
        """Return a tuple with the text of a value."""
        return (self._value(obj),)

    def _value(self, value):
        kind = type(value)
        if kind is str:
            return '"' + value + '"' if self._special_in(value) is None else self._string(value)
        if kind is int:
            return int.__repr__(value)
        if kind is float:
            return self._number(value)
        if kind is dict:
            return self._object(value)
        if kind is list or kind is tuple:
            return self._array(value)
        return self._other(value)

    def _other(self, value):
        if value is None:
            return "null"
        if value is True:
            return "true"
        if value is False:
            return "false"
        if isinstance(value, str):
            return self._string(value)
        if isinstance(value, int):
            return int.__repr__(value)
        if isinstance(value, float):
            return self._number(value)
        if isinstance(value, (list, tuple)):
            return self._array(list(value), value)
        if isinstance(value, dict):
            return self._object(value)
        self._enter(value)
        text = self._value(self.default(value))
        self._leave()
        return text

    def _string(self, text):
        encoded = self.encoder(text)
        if not isinstance(encoded, str):
            raise TypeError(f"encoder() must return a string, not {type(encoded).__name__}")
        return encoded

    def _number(self, number):
        if -_INFINITY < number < _INFINITY:
            return float.__repr__(number)
        if not self._allow_nan:
            raise ValueError(f"Out of range float values are not JSON compliant: {number!r}")
        if number != number:
            return "NaN"
        return "Infinity" if number > 0 else "-Infinity"

    def _array(self, values, container=None):
        if not values:
            return "[]"
        if container is None:
            container = values
        self._enter(container)
        text = "[" + self.item_separator.join([self._value(value) for value in values]) + "]"
        self._leave()
        return text

    def _object(self, mapping):
        if not dict.__len__(mapping):
            return "{}"
        self._enter(mapping)
        items = mapping.items() if type(mapping) is dict else _items_of(mapping)
        members = []
        keys = self._keys
        for key, value in sorted(items) if self.sort_keys else items:
            if type(key) is str:
                start = keys.get(key)
                if start is None:
                    start = keys[key] = self._value(key) + self.key_separator
            else:
                start = self._key(key)
                if start is None:
                    continue
            members.append(start + self._value(value))
        text = "{" + self.item_separator.join(members) + "}"
        self._leave()
        return text

    def _key(self, key):
        if isinstance(key, str):
            text = key
        elif isinstance(key, float):
            text = self._number(key)
        elif key is None or key is True or key is False:
            text = self._other(key)
        elif isinstance(key, int):
            text = int.__repr__(key)
        elif self.skipkeys:
            return None
        else:
            kind = type(key).__name__
            raise TypeError(f"keys must be str, int, float, bool or None, not {kind}")
        return self._string(text) + self.key_separator

    def _enter(self, container):
        # Few are open at a time: comparing them takes less than a dict of their IDs
        if self.markers is not None:
            for each in self._open_containers:
                if each is container:
                    raise ValueError("Circular reference detected")
            self._open_containers.append(container)

    def _leave(self):
        if self.markers is not None:
            self._open_containers.pop()


make_correct_encoder = json_lists.correct(make_builtin_encoder, Encoder)


def _items_of(mapping):
    items = mapping.items()
    try:
        items = iter(items)
    except TypeError:
        kinds = type(mapping).__name__, type(items).__name__
        raise TypeError("%s.items() returned a non-iterable (type %s)" % kinds) from None
    items = list(items)
    if not all(isinstance(item, tuple) and len(item) == 2 for item in items):
        raise ValueError("items must return 2-tuples")
    return items
