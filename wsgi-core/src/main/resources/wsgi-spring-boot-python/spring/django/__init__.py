"""Backends of Django that use what the Spring application has."""
