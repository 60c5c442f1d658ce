"""Responds as the query says, in expressions of Python."""

import gc
import sys
import threading
import weakref

import records
from mounts import answer, mount, query


class Steps:
    """An iterable that does one step after the other, and notes what happens to it."""

    def __init__(self, key, steps):
        self.key = key
        self.steps = steps

    def __iter__(self):
        for number, step in enumerate(self.steps):
            records.note(self.key, f"step {number}")
            if isinstance(step, BaseException):
                raise step
            if callable(step):
                step()
            else:
                yield step
        records.note(self.key, "end")

    def close(self):
        records.note(self.key, "close")


class FailingClose(Steps):
    """Cannot be closed without a failure."""

    def close(self):
        super().close()
        raise RuntimeError("close failed")


class Indexed:
    """The iterator protocol of old: only ``__getitem__``."""

    def __init__(self, *blocks):
        self.blocks = blocks

    def __getitem__(self, index):
        return self.blocks[index]


class Hostile:
    """Has nothing but what PEP 3333 asks for, and complains when something else is looked for."""

    def __init__(self, key, *blocks):
        self.key = key
        self.blocks = blocks

    def __iter__(self):
        return iter(self.blocks)

    def __getattr__(self, name):
        records.note(self.key, name)
        raise AttributeError(name)


class Lying(list):
    """A list that yields something else than its length tells."""

    def __len__(self):
        return 1

    def __iter__(self):
        yield b"one,"
        yield b"two"


class Bytes(bytes):
    """A subclass of bytes."""


def vocabulary(key, start_response):
    """What expressions in the query can use."""

    def steps(*items):
        return Steps(key, items)

    def generator(*items):
        return (item for item in items)

    def restart(status, headers):
        """A step that starts the response anew, as if an exception had been caught."""

        def step():
            try:
                raise LookupError("caught by the application")
            except LookupError:
                start_response(status, headers, sys.exc_info())

        return step

    return {
        "Bytes": Bytes,
        "Indexed": Indexed,
        "Lying": Lying,
        "failing_close": lambda *items: FailingClose(key, items),
        "generator": generator,
        "hostile": lambda *items: Hostile(key, *items),
        "note": lambda event: lambda: records.note(key, event),
        "restart": restart,
        "start_response": start_response,
        "steps": steps,
        "wait": lambda event: lambda: records.wait(key, event),
    }


@mount
def respond(environ, start_response):
    """Starts with ``status`` and ``headers``, writes ``write`` and returns ``body``."""
    parameters = query(environ)
    names = vocabulary(parameters.get("key"), start_response)
    write = start_response(eval(parameters.get("status", "'200 OK'"), names), eval(parameters.get("headers", "[]"), names))
    try:
        for step in eval(parameters.get("write", "()"), names):
            if callable(step):
                step()
            else:
                write(step)
    except OSError as failure:
        records.note(parameters["key"], type(failure).__name__)
        records.note(parameters["key"], "left")
        raise
    return eval(parameters["body"], names)


@mount
def start(environ, start_response):
    """Evaluates ``call`` and responds with what it raised, if it did, in a header."""
    try:
        eval(query(environ)["call"], {"start_response": start_response})
    except Exception as failure:
        start_response("200 OK", [("X-Raised", type(failure).__name__)], sys.exc_info())
    return [b"body"]


@mount
def started_late(environ, start_response):
    """A generator, whose code runs only when it is iterated over."""
    start_response("418 Late", [("X-Started", "late")])
    yield b""
    yield b"late"


class Application:
    """A class that is an application: calling it makes the iterable."""

    def __init__(self, environ, start_response):
        self.start_response = start_response

    def __iter__(self):
        self.start_response("200 OK", [("X-Started", "in __iter__")])
        yield b"from a class"


@mount
def class_app(environ, start_response):
    return Application(environ, start_response)


@mount
def start_twice(environ, start_response):
    """Calls start_response again without exc_info, and tells what came of it."""
    first, second = query(environ)["first"], "nothing"
    try:
        start_response("200 OK", eval(first))
    except Exception:
        pass
    try:
        start_response("200 OK", [])
    except BaseException as failure:
        second = type(failure).__name__
    return answer(lambda status, headers: start_response(status, headers, (None, Exception(), None)), second)


@mount
def start_after_sent(environ, start_response):
    """Passes an exception on to start_response when the response is on its way."""
    key = query(environ)["key"]
    start_response("200 OK", [])
    yield b"sent"
    failure = LookupError("too late")
    try:
        try:
            raise failure
        except LookupError:
            start_response("500 Failed", [], sys.exc_info())
    except BaseException as raised:
        records.note(key, "same" if raised is failure else repr(raised))
        names = []
        trace = raised.__traceback__
        while trace is not None:
            names.append(trace.tb_frame.f_code.co_name)
            trace = trace.tb_next
        records.note(key, "traceback" if names.count("start_after_sent") > 1 else repr(names))
        raise


class Marked(Exception):
    """An exception that can be referenced weakly."""


_marked = []


@mount
def forgettable(environ, start_response):
    """Gives an exception to start_response and keeps no strong reference to it itself."""

    def fail():
        raise Marked

    try:
        fail()
    except Marked as failure:
        _marked.append(weakref.ref(failure))
        start_response("200 OK", [], sys.exc_info())
    return [b"done"]


@mount
def forgotten(environ, start_response):
    """Tells which of the exceptions are still alive."""
    gc.collect()
    return answer(start_response, sum(reference() is not None for reference in _marked))


@mount
def keep_write(environ, start_response):
    """Keeps write() for another request to use."""
    keep_write.kept = start_response("200 OK", [])
    keep_write.start_response = start_response
    return [b"kept"]


@mount
def use_kept_write(environ, start_response):
    """Uses write() of a request that is over."""
    raised = []
    write = start_response("200 OK", [])
    for late in (lambda: keep_write.kept(b"INTRUDER"), lambda: keep_write.start_response("200 OK", [("X-Intruder", "x")])):
        try:
            late()
            raised.append(None)
        except Exception as failure:
            raised.append(type(failure).__name__)
    write(",".join(map(str, raised)).encode())
    return []


@mount
def write_from_thread(environ, start_response):
    """A thread writes after the request has ended, while the next one is being served."""
    key = query(environ)["key"]
    write = start_response("200 OK", [])

    def late():
        records.wait(key, "next")
        try:
            write(b"INTRUDER")
            records.note(key, "written")
        except Exception as failure:
            records.note(key, type(failure).__name__)
        records.note(key, "tried")

    threading.Thread(target=late, daemon=True).start()
    return [b"first"]


@mount
def while_thread_writes(environ, start_response):
    """The next request: is served while the thread of the last one writes."""
    key = query(environ)["key"]
    start_response("200 OK", [])
    yield b"before,"
    records.note(key, "next")
    records.wait(key, "tried")
    yield b"after"


@mount
def mutate_headers(environ, start_response):
    """Changes its list of headers when it has handed it over."""
    headers = [("X-Before", "1")]
    start_response("200 OK", headers)
    headers.append(("X-After", "bad\r\nX-Split: yes"))
    return [b""]


@mount
def counting(environ, start_response):
    """An endless body, which stops only when nobody wants more."""
    key = query(environ)["key"]
    start_response("200 OK", [])
    block = bytes(65536)
    count = 0
    try:
        while True:
            count += 1
            if count == 64:
                records.note(key, "many")
            yield block
    finally:
        records.note(key, "closed")


@mount
def counted(environ, start_response):
    """A large body; notes how many blocks of 64 KiB have been asked for."""
    parameters = query(environ)
    start_response("200 OK", [])
    block = bytes(65536)
    for number in range(int(parameters["blocks"])):
        records.note(parameters["key"], number)
        yield block


@mount
def numbered(environ, start_response):
    """A large body, in which each block of 64 KiB consists of its number."""
    start_response("200 OK", [])
    for number in range(int(query(environ)["blocks"])):
        yield bytes([number % 256]) * 65536


@mount
def large(environ, start_response):
    """A body of ``size`` bytes in one block."""
    size = int(query(environ)["size"])
    start_response("200 OK", [("Content-Type", "application/octet-stream")])
    return [bytes(number % 251 for number in range(1000)) * (size // 1000)]
