"""Uses a cache of Spring's as that of Flask-Caching."""

import time

from flask import Flask
from flask_caching import Cache

app = Flask(__name__)
cache = Cache(
    app,
    config={
        "CACHE_TYPE": "spring.flask_cache.SpringCache",
        "CACHE_SPRING_NAME": "prices",
        "CACHE_KEY_PREFIX": "flask:",
    },
)
calls = []


@app.get("/slow/<name>")
@cache.cached()
def slow(name):
    calls.append(name)
    return f"{name} {len(calls)}"


@cache.memoize()
def double(number):
    calls.append(number)
    return {"result": 2 * number}


def exercise():
    with app.app_context():
        cache.clear()
        client = app.test_client()
        yield [client.get(f"/slow/{name}").text for name in "aab"]
        yield [double(number) for number in (1, 1, 2)], calls
        cache.delete_memoized(double, 1)
        yield double(1), len(calls)
        cache.set("x", {1: (2, b"x")})
        yield cache.get("x"), cache.has("x"), cache.add("x", 5), cache.delete("x"), cache.get("x"), cache.has("x")
        cache.set("old", 1, timeout=1)
        limit = time.monotonic() + 60
        while cache.get("old") is not None and time.monotonic() < limit:
            time.sleep(0.1)
        yield cache.get("old"), cache.get_many("x", "old"), cache.set("ever", None, timeout=0), cache.has("ever")
