"""An application that is found only through a .pth file, as an editable install is."""


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"editable"]
