"""Uses a cache of Spring's as one of Django's."""

from django.conf import settings

settings.configure(
    CACHES={"default": {"BACKEND": "spring.django.cache.SpringCache", "LOCATION": "prices", "KEY_PREFIX": "django"}}
)

from django.core.cache import cache  # noqa: E402


def exercise():
    cache.clear()
    yield cache.get("a"), cache.get("a", 5), cache.add("a", {1: (2, b"x")}), cache.add("a", 7), cache.get("a")
    cache.set("none", None)
    yield cache.get("none", 5), "none" in cache, "other" in cache
    cache.set_many({"n": 1, "m": 2})
    yield cache.incr("n", 4), cache.get_many(["n", "m", "x"]), cache.get_or_set("y", lambda: 9), cache.get("y")
    cache.set("old", 1, timeout=0)
    yield cache.get("old"), cache.touch("old"), cache.add("old", 2), cache.touch("old", -1), cache.get("old")
    yield cache.delete("n"), cache.delete("n"), cache.get("n"), cache.get("m", version=2)
    cache.clear()
    yield cache.get("m")
