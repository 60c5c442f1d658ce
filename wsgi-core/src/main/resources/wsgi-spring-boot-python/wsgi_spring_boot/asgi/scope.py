"""Makes the scope of a connection of what the Java half knows of the request."""

__all__ = ["HTTP_EXTENSIONS", "WEBSOCKET_EXTENSIONS", "Request", "connection_scope"]

_ASGI = {"version": "3.0", "spec_version": "2.5"}
_VERSIONS = {"HTTP/1.0": "1.0", "HTTP/2.0": "2", "HTTP/2": "2"}
_KNOWN_NAMES_LIMIT = 1024
_header_names = {}

HTTP_EXTENSIONS = ("http.response.pathsend", "http.response.early_hint")
WEBSOCKET_EXTENSIONS = ("websocket.http.response",)


class Request:
    """A request: CGI variables, and the headers as they came."""

    __slots__ = ("headers", "variables")

    def __init__(self, pairs):
        pairs = pairs.split("\0")
        variables = self.variables = {}
        headers = self.headers = []
        known = _header_names
        names = iter(pairs)
        for name, value in zip(names, names):
            header = known.get(name)
            if header is None:
                header = _header_name(name)
            if header:
                if name[0] != ":":
                    # Takes the place of what the client has sent
                    headers[:] = [pair for pair in headers if pair[0] != header]
                headers.append((header, value.encode("latin-1")))
            else:
                variables[name] = value


def _header_name(name):
    """The name of a header, or ``b""`` for a variable that is none.

    Those of the client begin with a colon; others are CGI variables, such as those of a trace.
    """
    if name[:1] == ":":
        header = name[1:].lower().encode("latin-1")
    elif name.startswith("HTTP_"):
        header = name[5:].replace("_", "-").lower().encode("latin-1")
    elif name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        header = name.replace("_", "-").lower().encode("latin-1")
    else:
        header = b""
    if len(_header_names) < _KNOWN_NAMES_LIMIT:
        _header_names[name] = header
    return header


def connection_scope(kind, request, extensions, state):
    """Return the scope of a request of ``kind`` (``http`` or ``websocket``)."""
    variables = request.variables
    root_path = _text(variables["SCRIPT_NAME"])
    scope = {
        "type": kind,
        "asgi": _ASGI.copy(),
        "http_version": _VERSIONS.get(variables["SERVER_PROTOCOL"], "1.1"),
        "scheme": variables["wsgi.url_scheme"],
        "path": root_path + _text(variables["PATH_INFO"]),
        "raw_path": variables.get("RAW_URI", "").partition("?")[0].encode("latin-1"),
        "query_string": variables["QUERY_STRING"].encode("latin-1"),
        "root_path": root_path,
        "headers": request.headers,
        "client": _address(variables.get("REMOTE_ADDR"), variables.get("REMOTE_PORT")),
        "server": _address(variables.get("SERVER_NAME"), variables.get("SERVER_PORT")),
        "state": state.copy(),
        "extensions": {name: {} for name in extensions},
    }
    return scope


def _text(native):
    """The text that a native string of PEP 3333 stands for."""
    return native if native.isascii() else native.encode("latin-1").decode("utf-8", "replace")


def _address(host, port):
    return (host, int(port)) if host and port else None
