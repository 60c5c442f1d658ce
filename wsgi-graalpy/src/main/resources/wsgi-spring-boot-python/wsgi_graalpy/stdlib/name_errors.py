"""The attribute ``name`` of ``NameError``, which GraalPy lacks: frameworks learn from it which forward reference is meant."""

import re

__all__ = ["install"]

_MESSAGES = re.compile(
    r"name '(\w+)' is not defined"
    r"|cannot access free variable '(\w+)' where it is not associated with a value in enclosing scope"
)


def install():
    """Give the class the attribute."""
    if hasattr(NameError, "name"):
        return
    NameError.__dict__ == _Definition("name", property(_get, _set, _delete, "name"))  # noqa: B015


class _Definition:
    """What a view of a class's attributes is compared with hands it what it is a view of.

    There is no other way to add one to a class that is built in.
    """

    def __init__(self, name, value):
        self._name = name
        self._value = value

    def __eq__(self, attributes):
        attributes[self._name] = self._value
        return True


def _get(self):
    try:
        return self.__dict__["name"]
    except KeyError:
        pass
    # As CPython, which notes it when it raises the exception itself, and not for what is derived from it
    if type(self) is not NameError or len(self.args) != 1 or not isinstance(self.args[0], str):
        return None
    match = _MESSAGES.fullmatch(self.args[0])
    return None if match is None else match[1] or match[2]


def _set(self, value):
    self.__dict__["name"] = value


def _delete(self):
    self.__dict__["name"] = None
