"""Hooks that keep a worker from starting."""


def post_worker_init(worker):
    raise RuntimeError("no database")
