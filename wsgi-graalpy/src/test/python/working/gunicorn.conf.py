"""A configuration file of gunicorn: settings, and a hook with fewer parameters."""

import os

bind = "127.0.0.1:8000"
workers = 3


def post_request(worker, req):
    with open(os.environ["NOTES"], "a", encoding="utf-8") as notes:
        notes.write(f"{req.uri} {dict(req.headers)}\n")
