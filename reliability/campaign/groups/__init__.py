"""The cases, a module for each group of them."""

import importlib

NAMES = (
    "hostile",
    "splitting",
    "broken",
    "load",
    "proxies",
    "http2",
    "faults",
    "asgi",
    "websockets",
    "open_websockets",
    "chaos",
    "soak",
)


def load():
    """Import all of them, which registers their cases."""
    for name in NAMES:
        importlib.import_module(f"campaign.groups.{name}")
