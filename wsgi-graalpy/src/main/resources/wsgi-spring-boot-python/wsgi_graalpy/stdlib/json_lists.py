"""Corrects the built-in writer of JSON for lists and tuples that iterate over something else than their own items.

GraalPy writes ``[]`` for an instance of a class of ``list`` or ``tuple`` without own items, such as one of
``collections.UserList`` and ``list``, while CPython asks its ``__iter__``.
"""

__all__ = ["correct"]

_DEPTH = 200


def correct(make_builtin_encoder, make_other_encoder):
    """Return the first function with the results of the other one, which is slower, for values with such lists."""

    def make_encoder(
        markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan
    ):
        settings = (
            markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan
        )
        encode = make_builtin_encoder(*settings)
        # What only raises can be called twice. Others may consume what they are given.
        # Importing json here would be too early: it keeps the function that this one replaces
        raises = getattr(default, "__module__", None) == "json.encoder"

        def encode_all(obj, _current_indent_level):
            if raises:
                chunks = encode(obj, _current_indent_level)
                if "[]" not in chunks[0] or not _has_such_list(obj, _DEPTH):
                    return chunks
            elif not _has_such_list(obj, _DEPTH):
                return encode(obj, _current_indent_level)
            if markers:
                markers.clear()
            return make_other_encoder(*settings)(obj, _current_indent_level)

        return encode_all

    return make_encoder


def _has_such_list(value, depth):
    kind = type(value)
    if kind is str or kind is int:
        return False
    if isinstance(value, dict):
        if kind is not dict and kind.items is not dict.items:
            return True
        values = dict.values(value)
    elif kind is list or kind is tuple:
        values = value
    elif isinstance(value, (list, tuple)):
        own = list if isinstance(value, list) else tuple
        if kind.__iter__ is not own.__iter__:
            return True
        values = own.__iter__(value)
    else:
        return False
    # Also for values that contain themselves, which the writer refuses
    if depth == 0:
        return False
    for each in values:
        kind = type(each)
        if kind is not str and kind is not int and _has_such_list(each, depth - 1):
            return True
    return False
