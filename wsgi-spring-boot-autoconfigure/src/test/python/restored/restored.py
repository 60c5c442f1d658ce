"""Shows what a restored application sees."""

import json
import logging
import os
import random

AT_IMPORT = os.environ.get("RESTORED_SETTING", "-")

own = random.Random()
repeatable = random.Random(5)
events = []


def app(environ, start_response):
    name = environ["PATH_INFO"][1:]
    if name == "environment":
        body = {key: value for key, value in os.environ.items() if key.startswith("RESTORED_")}
    elif name == "numbers":
        body = [random.random(), own.random()]
    elif name == "log":
        logging.getLogger("restored").info("logged by Python")
        body = "logged"
    else:
        body = {"at import": AT_IMPORT, "events": events}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(body).encode()]
