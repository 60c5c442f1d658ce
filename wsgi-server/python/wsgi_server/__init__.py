"""A server for WSGI applications, which runs on Java and calls the application in this CPython."""
