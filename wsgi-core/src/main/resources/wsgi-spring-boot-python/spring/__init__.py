"""The Spring application that this Python application is a part of.

    from spring import bean, cache, connect, listener, principal, property, publish, session, transaction

Values go and come by value: ``None``, ``bool``, ``int``, ``float``, ``str``, ``bytes``, ``Decimal``,
``UUID``, ``date``, ``time``, ``datetime``, ``timedelta``, enums, lists, dicts and dataclasses.
"""

import functools
import sys
import threading
from dataclasses import is_dataclass

from wsgi_spring_boot.bridge.values import build, fields_of

from ._errors import JavaError, NoSuchBeanError
from ._session import session
from ._wire import ask

__all__ = [
    "JavaError",
    "NoSuchBeanError",
    "bean",
    "cache",
    "connect",
    "listener",
    "principal",
    "property",
    "publish",
    "session",
    "transaction",
]


class Bean:
    """A bean of the Spring application. Its methods are called by their names."""

    __slots__ = ("_name",)

    def __init__(self, name):
        self._name = name

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(f"a bean has no attribute {name!r} in Python")
        return Method(self._name, name)

    def __dir__(self):
        return ask("methods", self._name)

    def __repr__(self):
        return f"<bean {self._name!r}>"


class Method:
    """A method of a bean."""

    __slots__ = ("_bean", "_name")

    def __init__(self, bean, name):
        self._bean = bean
        self._name = name

    def __call__(self, *arguments, returns=None):
        """Call the method. ``returns`` is the dataclass to make of what it returns."""
        result = ask("call", self._bean, self._name, list(arguments))
        return result if returns is None else build(returns, result)

    def __repr__(self):
        return f"<method {self._name!r} of the bean {self._bean!r}>"


class Cache:
    """A cache of the Spring application."""

    __slots__ = ("_name",)

    def __init__(self, name):
        self._name = name

    def get(self, key, default=None):
        """Return what is cached under ``key``, or ``default`` if nothing is."""
        found = ask("cache.get", self._name, key)
        return found[0] if found else default

    def put(self, key, value):
        """Cache ``value`` under ``key``."""
        ask("cache.put", self._name, key, value)

    def put_if_absent(self, key, value):
        """Cache ``value`` under ``key`` unless something is, and return whether nothing was."""
        return ask("cache.put_if_absent", self._name, key, value)

    def evict(self, key):
        """Forget what is cached under ``key``."""
        ask("cache.evict", self._name, key)

    def clear(self):
        """Forget everything."""
        ask("cache.clear", self._name)

    def __repr__(self):
        return f"<cache {self._name!r}>"


class Transaction:
    """A transaction of the Spring application, of the thread that enters it."""

    def __init__(self, options):
        self._options = options
        self._threads = threading.local()

    def __enter__(self):
        _refuse_event_loop()
        begun = ask("transaction.begin", self._options)
        self._threads.begun = (begun, getattr(self._threads, "begun", None))
        return self

    def __exit__(self, kind, value, trace):
        entered = getattr(self._threads, "begun", None)
        if entered is None:
            raise RuntimeError("the transaction was not begun on this thread")
        begun, self._threads.begun = entered
        ask("transaction.commit" if kind is None else "transaction.rollback", begun)

    def __call__(self, function):
        """Have ``function`` run in such a transaction."""
        @functools.wraps(function)
        def call(*arguments, **keywords):
            with transaction(**self._options):
                return function(*arguments, **keywords)

        return call

    def set_rollback_only(self):
        """Have the transaction rolled back, also when no exception ends it."""
        entered = getattr(self._threads, "begun", None)
        if entered is None:
            raise RuntimeError("the transaction was not begun on this thread")
        ask("transaction.rollback_only", entered[0])


def _refuse_event_loop():
    surroundings = sys.modules.get("wsgi_spring_boot.asgi.surroundings")
    if surroundings is not None and surroundings.is_on_loop():
        raise RuntimeError(
            "other requests share the thread of the event loop, and would be in the transaction: "
            "begin it in a function that runs in a thread, as with asyncio.to_thread"
        )


def bean(name):
    """Return the bean of that name, or of that type, if ``wsgi.beans`` has it."""
    return Bean(ask("bean", name))


def property(name, default=None):
    """Return a property of Spring's environment as text, or ``default`` if it is not set."""
    value = ask("property", name)
    return default if value is None else value


def principal():
    """Return who Spring Security says the request is from, or ``None``.

    It is what ``environ["wsgi.spring.principal"]`` has.
    """
    return ask("principal")


def cache(name):
    """Return a cache of Spring's cache manager."""
    ask("cache", name)
    return Cache(name)


def connect(name="dataSource", **options):
    """Return a connection of a pool of Spring's: see ``spring.dbapi.connect``."""
    from .dbapi import connect

    return connect(name, **options)


def publish(event, payload=None):
    """Publish an event, which Java code listens to as a ``PythonEvent``.

    ``event`` is its name, or a dataclass, whose name and fields are those of the event.
    """
    if is_dataclass(event) and not isinstance(event, type):
        event, payload = type(event).__name__, fields_of(event)
    if not isinstance(event, str):
        raise TypeError(f"an event is a name or a dataclass, not {type(event).__name__}")
    ask("publish", event, payload)


def listener(event):
    """Return a decorator: the function hears the events of the Java type ``event``, which ``wsgi.events`` has.

    It is called after an event was published, on a thread of its own, when the transaction of the
    publisher is committed. It gets the event as a dict, or as the dataclass that its parameter is
    annotated with. What it raises is logged.
    """
    def listen(function):
        from wsgi_spring_boot.bridge import listeners

        ask("listen", event)
        listeners.add(event, function)
        return function

    return listen


def transaction(
    *, propagation=None, isolation=None, timeout=None, read_only=False, manager=None
):
    """Return a transaction, for ``with`` or as a decorator.

    It is rolled back when an exception ends it, and else committed. ``propagation`` and
    ``isolation`` are as in Spring, such as ``"requires_new"`` and ``"serializable"``;
    ``timeout`` is in seconds; ``manager`` is the name of a transaction manager.
    """
    options = {
        "propagation": propagation,
        "isolation": isolation,
        "timeout": timeout,
        "read_only": read_only,
        "manager": manager,
    }
    return Transaction({name: value for name, value in options.items() if value not in (None, False)})
