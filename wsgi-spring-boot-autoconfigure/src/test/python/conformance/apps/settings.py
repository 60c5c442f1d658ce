"""Does what shows the effect of a setting."""

import records
from mounts import mount, query


@mount
def warmed(environ, start_response):
    """Notes each request."""
    records.note(query(environ)["key"], "warmed")
    start_response("200 OK", [])
    return []


@mount
def well(environ, start_response):
    """Is well for the probe only, and does not tell while it is held."""
    if records.events("well")[-1:] == ["hold"]:
        records.wait("well", "go")
    start_response("200 OK" if environ.get("HTTP_X_PROBE") == "yes" else "503 Service Unavailable", [])
    return []


@mount
def compute(environ, start_response):
    """Computes until it may stop."""
    key = query(environ)["key"]
    records.note(key, "computing")
    while "stop" not in records.events(key):
        sum(range(100_000))
    start_response("200 OK", [])
    return [b"computed"]
