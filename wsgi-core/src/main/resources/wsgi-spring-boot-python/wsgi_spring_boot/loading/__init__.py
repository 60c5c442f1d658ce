"""Finds, imports and watches the application."""
