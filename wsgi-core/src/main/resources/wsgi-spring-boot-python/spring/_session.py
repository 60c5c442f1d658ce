"""The session of the request."""

from collections.abc import MutableMapping

from ._wire import ask

__all__ = ["Session", "session"]

_NOTHING = object()


class Session(MutableMapping):
    """The session of the request that this thread serves, which is begun by the first change.

    Values go and come by value: to change a list, set it again. What Java has there that Python has
    no value for is left out.
    """

    __slots__ = ()

    def __getitem__(self, name):
        found = ask("session.get", _named(name))
        if not found:
            raise KeyError(name)
        return found[0]

    def __setitem__(self, name, value):
        ask("session.put", _named(name), value)

    def __delitem__(self, name):
        if not ask("session.remove", _named(name)):
            raise KeyError(name)

    def __iter__(self):
        return iter(ask("session.values"))

    def __len__(self):
        return len(ask("session.values"))

    def __repr__(self):
        return "<session>"

    def pop(self, name, default=_NOTHING):
        """Forget a value, and return it."""
        found = ask("session.remove", _named(name))
        if found:
            return found[0]
        if default is _NOTHING:
            raise KeyError(name)
        return default

    def clear(self):
        """Forget all values that Python sees."""
        ask("session.clear")

    def copy(self):
        """Return a dict of all values."""
        return ask("session.values")

    def id(self):
        """Return the id, or ``None`` if there is no session yet."""
        return ask("session.id")

    def change_id(self):
        """Give the session another id, such as after a login, and return it."""
        return ask("session.change_id")

    def invalidate(self):
        """End the session, with all that Java has in it."""
        ask("session.invalidate")


def _named(name):
    if not isinstance(name, str):
        raise TypeError(f"the names in a session are str, not {type(name).__name__}")
    return name


session = Session()
