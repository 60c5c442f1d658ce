"""Fuzzing of what an ASGI application sends."""
