"""What goes wrong in Java, as exceptions of Python."""

__all__ = ["JavaError", "NoSuchBeanError", "error"]


class JavaError(RuntimeError):
    """An exception of Java code that was called.

    Its class has the name of the Java class, and what caused it is its ``__cause__``.
    """

    __module__ = "spring"

    #: The full name of the Java class
    java_class = "java.lang.Throwable"

    #: The full names of the Java class and of those above it
    java_classes = ()

    #: The message, or ``None``
    message = None

    def is_a(self, name):
        """Tell whether the Java exception is of the class of that name, or of one below it."""
        return name in self.java_classes


class NoSuchBeanError(LookupError):
    """``wsgi.beans`` does not have such a bean."""

    __module__ = "spring"


_KINDS = {
    "bean": NoSuchBeanError,
    "lookup": LookupError,
    "method": AttributeError,
    "type": TypeError,
    "state": RuntimeError,
}
_classes = {}


def error(kind, message, chain):
    """Make an exception.

    ``chain`` has the Java exception and its causes: the names of the classes, and the message.
    """
    if kind != "java":
        return _KINDS[kind](message)
    failure = None
    for classes, text in reversed(chain):
        cause, failure = failure, _class(classes[0])(text or classes[0])
        failure.java_classes = tuple(classes)
        failure.message = text
        failure.__cause__ = cause
    return failure


def _class(name):
    found = _classes.get(name)
    if found is None:
        simple = name.rpartition(".")[2].rpartition("$")[2] or name
        namespace = {"__module__": "spring", "java_class": name, "__doc__": f"The Java exception {name}."}
        found = _classes.setdefault(name, type(simple, (JavaError,), namespace))
    return found
