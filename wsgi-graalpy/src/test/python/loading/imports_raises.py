"""Imports a module that raises."""

from raises import app

__all__ = ["app"]
