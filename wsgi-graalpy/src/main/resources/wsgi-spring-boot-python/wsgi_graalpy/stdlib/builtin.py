"""Functions that take the place of built-in ones."""

__all__ = ["Builtin"]


class Builtin:
    """A function that does not become a method when it is an attribute of a class, as those written in C."""

    def __init__(self, function, module):
        self._function = function
        self.__name__ = self.__qualname__ = function.__name__
        self.__module__ = module
        self.__doc__ = function.__doc__
        self.__wrapped__ = function

    def __call__(self, *args, **kwargs):
        return self._function(*args, **kwargs)

    def __reduce__(self):
        return self.__name__

    def __repr__(self):
        return f"<built-in function {self.__name__}>"
