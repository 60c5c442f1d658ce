"""An application that keeps everything it is asked to allocate."""

_kept = []


def app(environ, start_response):
    """Keep as many megabytes as the path says."""
    _kept.append(bytearray(int(environ["PATH_INFO"][1:]) * 1024 * 1024))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(len(_kept)).encode()]
