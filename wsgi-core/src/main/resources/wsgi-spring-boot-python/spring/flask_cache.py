"""A cache of Spring's as that of Flask-Caching.

    Cache(app, config={"CACHE_TYPE": "spring.flask_cache.SpringCache", "CACHE_SPRING_NAME": "pages"})
"""

from flask_caching.backends.base import BaseCache

from ._pickled import PickledCache

__all__ = ["SpringCache"]


class SpringCache(BaseCache):
    """Keeps pickled values in the cache of that name, which all workers share.

    How much fits in is for Spring's cache to say; time-outs are Flask-Caching's.
    """

    def __init__(self, name, key_prefix="", **options):
        super().__init__(**options)
        self.key_prefix = key_prefix
        self._values = PickledCache(name)

    @classmethod
    def factory(cls, app, config, args, kwargs):
        """Make the cache that the configuration names."""
        prefix = config.get("CACHE_KEY_PREFIX")
        prefix = prefix() if callable(prefix) else prefix or ""
        return cls(config["CACHE_SPRING_NAME"], *args, key_prefix=prefix, **kwargs)

    def _seconds(self, timeout):
        seconds = self.default_timeout if timeout is None else self._to_seconds(timeout)
        # 0 is for ever
        return seconds or None

    def get(self, key):
        """Return a value, or ``None``."""
        return self._values.get(self.key_prefix + key)

    def set(self, key, value, timeout=None):
        """Set a value."""
        self._values.put(self.key_prefix + key, value, self._seconds(timeout))
        return True

    def add(self, key, value, timeout=None):
        """Set a value unless there is one."""
        return self._values.add(self.key_prefix + key, value, self._seconds(timeout))

    def has(self, key):
        """Tell whether there is a value."""
        return self._values.has(self.key_prefix + key)

    def delete(self, key):
        """Forget a value."""
        return self._values.delete(self.key_prefix + key)

    def clear(self):
        """Forget everything, also what others have in the cache."""
        self._values.clear()
        return True
