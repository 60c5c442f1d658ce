"""A server for WSGI and ASGI applications, which runs on Java and calls the application in this CPython."""
