"""Hooks that note that they are called."""

import plain


def post_worker_init(worker):
    plain.note("hooks", "init")


def pre_request(worker, req):
    plain.note("hooks", f"before {req.method} {req.path}")


def post_request(worker, req, environ, resp):
    plain.note("hooks", f"after+{environ['path']}+{resp.status_code}" if "events" not in req.path else "events")
