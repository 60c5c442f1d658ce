"""Values of Python in a cache of Spring's, each with the time until which it counts."""

import pickle
import time

from . import cache

__all__ = ["PickledCache"]


class PickledCache:
    """The cache of that name, which may not be there yet when an instance is made."""

    def __init__(self, name):
        self._name = name

    @property
    def _cache(self):
        return cache(self._name)

    def _entry(self, value, seconds):
        end = None if seconds is None else time.time() + seconds
        return [end, pickle.dumps(value, pickle.HIGHEST_PROTOCOL)]

    def _live(self, key):
        entry = self._cache.get(key)
        if entry is None:
            return None
        end, value = entry
        if end is not None and end <= time.time():
            self._cache.evict(key)
            return None
        return value

    def has(self, key):
        """Tell whether there is a value, which may be ``None``."""
        return self._live(key) is not None

    def get(self, key, default=None):
        """Return a value."""
        value = self._live(key)
        return default if value is None else pickle.loads(value)

    def put(self, key, value, seconds):
        """Set a value, for ever if ``seconds`` is ``None``."""
        self._cache.put(key, self._entry(value, seconds))

    def add(self, key, value, seconds):
        """Set a value unless there is one, and tell whether there was none."""
        self._live(key)
        return self._cache.put_if_absent(key, self._entry(value, seconds))

    def touch(self, key, seconds):
        """Set another time-out, and tell whether there is a value."""
        value = self._live(key)
        if value is None:
            return False
        self._cache.put(key, [self._entry(None, seconds)[0], value])
        return True

    def delete(self, key):
        """Forget a value, and tell whether there was one."""
        found = self.has(key)
        self._cache.evict(key)
        return found

    def clear(self):
        """Forget everything."""
        self._cache.clear()
