"""Needs a library of the system, as an extension that was built on another machine may."""

import ctypes

ctypes.CDLL("libnot_there.so.5")


def app(environ, start_response): ...
