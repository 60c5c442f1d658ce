"""Keeps the process, its threads and its native modules from the application."""
