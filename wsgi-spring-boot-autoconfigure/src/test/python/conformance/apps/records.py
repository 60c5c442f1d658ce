"""Lets tests look into the records, and release applications that wait."""

import records
from mounts import answer, mount, query


@mount
def events(environ, start_response):
    """Tell what was noted, once ``until`` has been."""
    parameters = query(environ)
    if "until" in parameters:
        records.wait(parameters["key"], parameters["until"])
    return answer(start_response, records.events(parameters["key"]))


@mount
def note(environ, start_response):
    """Note an event, for which an application may wait."""
    parameters = query(environ)
    records.note(parameters["key"], parameters["event"])
    return answer(start_response, None)
