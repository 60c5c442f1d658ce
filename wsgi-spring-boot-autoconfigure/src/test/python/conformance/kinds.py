"""The same application as each kind of callable, and modules that leave something behind."""

import atexit
import functools
import os
import threading


def function(environ, start_response):
    start_response("200 OK", [])
    return [b"function"]


class Class:
    def __init__(self, environ, start_response):
        start_response("200 OK", [])

    def __iter__(self):
        yield b"class"


class _Callable:
    __slots__ = ()

    def __call__(self, environ, start_response):
        start_response("200 OK", [])
        return [b"instance"]

    def method(self, environ, start_response):
        start_response("200 OK", [])
        return [b"method"]

    @classmethod
    def class_method(cls, environ, start_response):
        start_response("200 OK", [])
        return [b"class method"]

    @staticmethod
    def static_method(environ, start_response):
        start_response("200 OK", [])
        return [b"static method"]


instance = _Callable()
method = instance.method
class_method = _Callable.class_method
static_method = instance.static_method


def _partial(word, environ, start_response):
    start_response("200 OK", [])
    return [word]


partial = functools.partial(_partial, b"partial")
anonymous = lambda environ, start_response: (start_response("200 OK", []), [b"lambda"])[1]  # noqa: E731


def factory(word):
    return functools.partial(_partial, word.encode())


if "AT_EXIT" in os.environ:

    @atexit.register
    def leave_a_note():
        with open(os.environ["AT_EXIT"], "w") as file:
            file.write("ended")

    threading.Thread(target=threading.Event().wait).start()
