"""A cache of Spring's as a cache of Django's.

    CACHES = {"default": {"BACKEND": "spring.django.cache.SpringCache", "LOCATION": "pages"}}
"""

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from spring._pickled import PickledCache

__all__ = ["SpringCache"]


class SpringCache(BaseCache):
    """Keeps pickled values in the cache of that name, which all workers share.

    How much fits in is for Spring's cache to say; time-outs are Django's.
    """

    def __init__(self, name, params):
        super().__init__(params)
        self._values = PickledCache(name)

    def _key(self, key, version):
        return self.make_and_validate_key(key, version=version)

    def _seconds(self, timeout):
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """Set a value unless there is one."""
        return self._values.add(self._key(key, version), value, self._seconds(timeout))

    def get(self, key, default=None, version=None):
        """Return a value."""
        return self._values.get(self._key(key, version), default)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """Set a value."""
        self._values.put(self._key(key, version), value, self._seconds(timeout))

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        """Set another time-out."""
        return self._values.touch(self._key(key, version), self._seconds(timeout))

    def delete(self, key, version=None):
        """Forget a value."""
        return self._values.delete(self._key(key, version))

    def clear(self):
        """Forget everything."""
        self._values.clear()
