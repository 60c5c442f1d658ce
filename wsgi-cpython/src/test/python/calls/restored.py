"""Shows what it was restored with, and whether its generators begin anew where a copy of it would go on alike."""

import os
import random

own = random.Random()
# As in two copies of one process: the next numbers of each generator are known
state = random.getstate(), own.getstate()


def _environment():
    return " ".join(os.environ.get(name, "-") for name in ("TESTED", "ADDED")) + " " + (
        os.popen("echo ${ADDED:+$TESTED}").read().strip() or "-"
    )


def _random():
    after = random.random(), own.random()
    for generator, before in zip((random, own), state):
        generator.setstate(before)
    before = random.random(), own.random()
    differ = [one != other for one, other in zip(before, after)]
    return f"{sum(differ)} of {len(differ)} differ"


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [{"/environment": _environment, "/random": _random}[environ["PATH_INFO"]]().encode()]
