"""The Python half of the gateway: one call of :func:`Gateway.handle` serves one request.

It builds the environ, calls the application and enforces PEP 3333 on what comes back.
The Java half hands in an ``exchange``, a callable with which the response is sent:

``exchange(head, body, last, route)``
    sends the head (``None`` after the first time) and some bytes of the body, and waits
    while too many of them are queued for a slow client. It returns ``False`` when the
    client has gone. ``route`` is the template of the route that the application chose, or
    ``None``.

``exchange(head, path, offset, count, last, route)``
    sends a part of a file as the whole body.

``exchange(head)``
    sends an interim response.

A request is over when ``handle`` returns. Its result is ``None``, or a text for the log, or
the class of the exception that ended it and a text.
If by then no call had ``last`` set, the Java half answers 500, or cuts the connection
when a part of the response is already with the client.
"""

import io
import sys
import traceback

from .response import Response, ShortBody, checked
from .routes import watch_django
from .streams import ErrorStream, FileWrapper, open_input

__all__ = ["Gateway", "decode_variables"]

_JOIN_LIMIT = 65536
_data_variables = ()


def decode_variables(names):
    """Let variables hold data, in applications that are loaded from now on.

    ``names`` are those of the variables, separated by NUL, whose values come as JSON.
    """
    global _data_variables
    _data_variables = tuple(names.split("\0"))


class Gateway:
    """An application together with what is the same for all of its requests."""

    __slots__ = ("_application", "_environ", "_known_names", "_log")

    def __init__(self, application, multithread, multiprocess, log):
        watch_django()
        self._application = _with_data(application) if _data_variables else application
        self._log = log
        self._known_names = {}
        self._environ = {
            "SERVER_SOFTWARE": "wsgi-spring-boot",
            "wsgi.version": (1, 0),
            "wsgi.multithread": multithread,
            "wsgi.multiprocess": multiprocess,
            "wsgi.run_once": False,
            "wsgi.input_terminated": True,
            "wsgi.file_wrapper": FileWrapper,
        }

    def handle(self, exchange, pairs, body):
        """Serve one request.

        ``pairs`` are the CGI variables, names and values separated by NUL. ``body`` is the body
        itself as bytes, or the path of a file with it, or ``None`` if there is none. When it is a
        callable it receives the body later and returns such bytes, or such a path, or ``None`` if
        that fails.
        """
        response = stream = None
        errors = ErrorStream(self._log)
        try:
            pairs = pairs.split("\0")
            environ = self._environ.copy()
            environ.update(zip(pairs[::2], pairs[1::2]))
            stream = io.BytesIO() if body is None else open_input(body)
            environ["wsgi.input"] = stream
            environ["wsgi.errors"] = errors
            head_request = environ["REQUEST_METHOD"] == "HEAD"
            response = Response(exchange, environ, head_request, self._known_names)
            if environ["SERVER_PROTOCOL"] not in ("HTTP/1.0", "HTTP/0.9"):
                environ["wsgi.early_hints"] = response.early_hints
            return self._respond(environ, response)
        except BaseException as failure:
            return _report(failure)
        finally:
            if response is not None:
                response.end()
            try:
                if stream is not None:
                    stream.close()
            except Exception:
                # The application has done something to its descriptor, which concerns no other one
                pass
            finally:
                errors.flush()

    def _respond(self, environ, response):
        result = self._application(environ, response.start)
        report = None
        try:
            kind = type(result)
            if (kind is list or kind is tuple) and not response.sent:
                if len(result) == 1:
                    return response.finish_with(result[0])
                if sum(map(len, result)) <= _JOIN_LIMIT:
                    return response.finish_with(b"".join([checked(chunk) for chunk in result]))
            if kind is not FileWrapper or not response.finish_with_file(result):
                for chunk in result:
                    if not response.deliver(chunk):
                        if not response.complete:
                            return None  # nobody receives the rest
                        break
                report = response.finish()
        finally:
            close = getattr(result, "close", None)
            if close is not None:
                if response.complete:
                    report = _close_quietly(close) or report
                else:
                    close()
        return report


def _with_data(application):
    import json

    names = _data_variables
    loads = json.loads

    def call(environ, start_response):
        for name in names:
            if name in environ:
                environ[name] = loads(environ[name])
        return application(environ, start_response)

    return call


def _close_quietly(close):
    try:
        close()
    except BaseException as failure:
        return _report(failure)
    return None


def _report(failure):
    if isinstance(failure, ShortBody):
        return str(failure)
    kind, value, trace = sys.exc_info()
    module = kind.__module__
    name = kind.__qualname__ if module == "builtins" else f"{module}.{kind.__qualname__}"
    while trace is not None and trace.tb_frame.f_globals is globals():
        trace = trace.tb_next
    return name, "".join(traceback.format_exception(kind, value, trace)).rstrip()
