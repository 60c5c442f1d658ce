"""Factories of applications."""

from answers import answering


def create():
    """Need nothing."""
    return answering("create")


def configured(name, debug=False):
    """Need arguments."""
    return answering(f"configured {name} {debug}")


def raising():
    """Fail two frames deep."""
    return _read_settings({})


def _read_settings(settings):
    return settings["DATABASE_URL"]


def nothing():
    """Forget to return the application."""
