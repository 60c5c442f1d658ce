"""Notes in the file NOTES what Python tells of objects that were collected."""

import os
import weakref

cache = weakref.WeakValueDictionary()
references = []


class Thing:
    pass


def note(line):
    with open(os.environ["NOTES"], "a", encoding="utf-8") as notes:
        print(line, file=notes)


def drop():
    thing = Thing()
    weakref.finalize(thing, note, "finalizer")
    references.append(weakref.ref(thing, lambda reference: note("callback")))
    cache["thing"] = thing


def app(environ, start_response):
    if environ["PATH_INFO"] == "/drop":
        drop()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(len(cache.data)).encode()]
