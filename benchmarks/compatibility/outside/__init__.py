"""What drives the suites, on any CPython."""
