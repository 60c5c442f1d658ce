"""Applications that answer with their name."""


def answering(name):
    """Return an application that answers with ``name``."""

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [name.encode()]

    return application
