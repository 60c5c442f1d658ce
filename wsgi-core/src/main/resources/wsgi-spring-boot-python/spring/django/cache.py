"""A cache of Spring's as a cache of Django's.

    CACHES = {"default": {"BACKEND": "spring.django.cache.SpringCache", "LOCATION": "pages"}}
"""

import pickle
import time

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from spring import cache

__all__ = ["SpringCache"]


class SpringCache(BaseCache):
    """Keeps pickled values in the cache of that name, which all workers share.

    How much fits in is for Spring's cache to say; time-outs are Django's.
    """

    pickle_protocol = pickle.HIGHEST_PROTOCOL

    def __init__(self, name, params):
        super().__init__(params)
        self._name = name

    @property
    def _cache(self):
        # It may not be there yet when Django reads its settings
        return cache(self._name)

    def _key(self, key, version):
        return self.make_and_validate_key(key, version=version)

    def _entry(self, value, timeout):
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        end = None if seconds is None else time.time() + seconds
        return [end, pickle.dumps(value, self.pickle_protocol)]

    def _live(self, key):
        """Return the pickled value, or ``None``."""
        entry = self._cache.get(key)
        if entry is None:
            return None
        end, value = entry
        if end is not None and end <= time.time():
            self._cache.evict(key)
            return None
        return value

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """Set a value unless there is one."""
        key = self._key(key, version)
        self._live(key)
        return self._cache.put_if_absent(key, self._entry(value, timeout))

    def get(self, key, default=None, version=None):
        """Return a value."""
        value = self._live(self._key(key, version))
        return default if value is None else pickle.loads(value)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """Set a value."""
        self._cache.put(self._key(key, version), self._entry(value, timeout))

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        """Set another time-out."""
        key = self._key(key, version)
        value = self._live(key)
        if value is None:
            return False
        self._cache.put(key, [self._entry(None, timeout)[0], value])
        return True

    def delete(self, key, version=None):
        """Forget a value."""
        key = self._key(key, version)
        found = self._live(key) is not None
        self._cache.evict(key)
        return found

    def clear(self):
        """Forget everything."""
        self._cache.clear()
