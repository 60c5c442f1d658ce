"""Questions about coroutines, and what they enter."""

import ast
import asyncio
import contextlib

from answers import answer

TOPICS = {}


def topic(function):
    """Have the lines of a function recorded."""
    TOPICS[function.__name__] = function
    return function


class _Manager:
    """Notes what is called, and raises or returns what it was told to."""

    def __init__(self, log, name, entering=None, leaving=None, result=None):
        self._log = log
        self._name = name
        self._entering = entering
        self._leaving = leaving
        self._result = result

    async def __aenter__(self):
        self._log.append(f"{self._name} entered")
        await asyncio.sleep(0)
        if self._entering is not None:
            raise self._entering
        return self._name

    async def __aexit__(self, kind, exception, traceback):
        self._log.append(f"{self._name} left {kind and kind.__name__} {exception!r} {traceback is not None}")
        await asyncio.sleep(0)
        if self._leaving is not None:
            raise self._leaving
        return self._result


async def _fails_at_entry(log):
    async with _Manager(log, "a", ValueError("entry")):
        log.append("body")


async def _second_fails_at_entry(log):
    async with _Manager(log, "a") as a, _Manager(log, "b", ValueError("entry")) as b:
        log.append((a, b))


async def _second_fails_and_first_suppresses(log):
    async with _Manager(log, "a", result=1), _Manager(log, "b", ValueError("entry"), result=1):
        log.append("body")
    return "after"


async def _body_fails(log):
    async with _Manager(log, "a") as name:
        raise ValueError(name)


async def _suppressed(log):
    async with _Manager(log, "a", result=True):
        raise ValueError("body")
    return "after"


async def _fails_at_exit(log):
    async with _Manager(log, "a", leaving=KeyError("exit")):
        return "body"


async def _cannot_be_unpacked(log):
    async with _Manager(log, "a") as (first, second):
        log.append("body")


async def _leaves_loops(log):
    for number in range(3):
        async with _Manager(log, f"{number}"):
            if number:
                break
            continue
    return number


async def _returns_what_is_awaited(log):
    async with _Manager(log, "a") as (name):
        return await asyncio.sleep(0, name)


async def _generates(log):
    async def numbers():
        async with _Manager(log, "a"):
            yield 1
            yield 2

    async with contextlib.aclosing(numbers()) as each:
        return [number async for number in each]


async def _cancelled_while_waiting(log):
    lock = asyncio.Lock()
    await lock.acquire()

    async def wait():
        async with lock:
            log.append("body")

    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    return lock.locked()


async def _semaphore(log):
    semaphore = asyncio.BoundedSemaphore(1)

    async def hold():
        async with semaphore:
            await asyncio.sleep(0.01)

    tasks = [asyncio.create_task(hold()) for _ in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    log.append([type(result).__name__ for result in await asyncio.gather(*tasks, return_exceptions=True)])
    return semaphore.locked()


async def _timeout(log):
    async with asyncio.timeout(None) as limit, _Manager(log, "a"):
        limit.reschedule(0)
        await asyncio.Event().wait()


async def _timeout_inside(log):
    async with _Manager(log, "a"), asyncio.timeout(None) as limit, asyncio.Lock():
        limit.reschedule(0)
        await asyncio.Event().wait()


class _NotAwaited:
    def __init__(self, method):
        setattr(type(self), method, lambda self, *args: 5)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        return None


class _OnlyEntered:
    async def __aenter__(self):
        return self


class _Static:
    @staticmethod
    async def __aenter__():
        return "static"

    @classmethod
    async def __aexit__(cls, *args):
        return cls.__name__


async def _enter(manager):
    async with manager as entered:
        return type(entered).__name__


@topic
def asynchronous_contexts():
    """What is entered and left, by ``async with``."""
    for function in (
        _fails_at_entry, _second_fails_at_entry, _second_fails_and_first_suppresses, _body_fails, _suppressed, _fails_at_exit,
        _cannot_be_unpacked, _leaves_loops, _returns_what_is_awaited, _generates, _cancelled_while_waiting, _semaphore, _timeout,
        _timeout_inside,
    ):
        log = []
        yield f"{function.__name__} {answer(lambda: asyncio.run(function(log)))}"
        yield from (f"  {line}" for line in log)
    on_instance = _OnlyEntered()
    on_instance.__aexit__ = print
    for manager in (
        5, None, _OnlyEntered(), on_instance, _Static(), type("A", (_NotAwaited,), {})("__aenter__"),
        type("B", (_NotAwaited,), {})("__aexit__"), contextlib.nullcontext("null"), contextlib.AsyncExitStack(),
    ):
        yield answer(lambda: asyncio.run(_enter(manager)))
    source = "async def enter(manager):\n async with manager as entered, manager: return entered\n"
    for code in source, ast.parse(source), compile(source, "<test>", "exec"):
        names = {}
        exec(compile(code, "<test>", "exec") if not hasattr(code, "co_code") else code, names)
        log = []
        yield f"{answer(lambda: asyncio.run(names['enter'](_Manager(log, 'a'))))} {log}"
    yield answer(compile, "async with a: pass", "<test>", "exec").partition("(")[0]
