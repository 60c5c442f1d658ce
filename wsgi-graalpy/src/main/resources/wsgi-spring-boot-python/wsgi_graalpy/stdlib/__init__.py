"""Stands in for what is missing in GraalPy's standard library, and for what is slow."""
