"""What "faulty" is for WSGI, for ASGI: an application that does whatever it is asked for, which is never any good."""

import _thread
import asyncio
import contextlib
import os
import sys
import threading
import time

import asgi_probe
from faulty import Unprintable, recursion, throw

EXCEPTIONS = {
    "exception": ValueError("secret"),
    "exit": SystemExit(3),
    "keyboard": KeyboardInterrupt(),
    "generator-exit": GeneratorExit(),
    "stop": StopAsyncIteration(),
    "cancelled": asyncio.CancelledError("secret"),
    "timeout": TimeoutError("secret"),
    "memory": MemoryError(),
    "recursion": RecursionError(),
    "disconnected": ConnectionResetError("secret"),
    "unprintable": Unprintable(),
    "group": BaseExceptionGroup("several", [ValueError("one"), SystemExit(2)]),
    "unicode": ValueError("\ud800 \0 \x1b[31m"),
}
START = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]}
BODY = {"type": "http.response.body", "body": b"good"}
PART = {**BODY, "more_body": True}
ACCEPT = {"type": "websocket.accept"}
TEXT = {"type": "websocket.send", "text": "good"}
CLOSE = {"type": "websocket.close"}
DENIAL = {**START, "type": "websocket.http.response.start", "status": 418}
DENIED = {**BODY, "type": "websocket.http.response.body"}
NOTHING = (None, 1, "text", [], object())


def events(*sent, then=lambda: None):
    """Return an application that sends these events, and then does something."""

    async def application(scope, receive, send):
        for event in sent:
            await send(event)
        result = then()
        if asyncio.iscoroutine(result):
            await result

    return application


def before(action, *sent):
    """Return an application that does something, and then sends these events."""

    async def application(scope, receive, send):
        result = action()
        if asyncio.iscoroutine(result):
            await result
        await events(*sent)(scope, receive, send)

    return application


async def beside(body):
    """Run something in a task of its own, and wait for it in vain."""
    task = asyncio.create_task(body())
    await asyncio.sleep(0.05)
    return task


async def fail(problem):
    """Raise something."""
    throw(problem)


async def stubborn():
    """Go on when cancelled, for some time."""
    for _ in range(3):
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(3600)


async def forgetful(scope, receive, send):
    """Do not await what sends."""
    send(START)
    send(BODY)


async def ask_on(scope, receive, send):
    """Ask for more than there is, in several tasks."""
    await receive()
    tasks = [asyncio.create_task(receive()) for _ in range(5)]
    await events(START, BODY)(scope, receive, send)
    for task in tasks:
        if (await task)["type"] != "http.disconnect":
            throw(ValueError("secret"))


async def send_in_tasks(scope, receive, send):
    """Send parts in several tasks at a time."""
    await send(START)
    await asyncio.gather(*(send(PART) for _ in range(50)))
    await send(BODY)


async def leave_tasks(scope, receive, send):
    """Leave tasks behind that go on using the request."""

    async def go_on():
        while True:
            await asyncio.sleep(0.01)
            await send(PART)

    await events(START, BODY)(scope, receive, send)
    for _ in range(10):
        task = asyncio.create_task(go_on())
        task.add_done_callback(lambda done: done.exception())


async def generator(scope, receive, send):
    """Be no coroutine."""
    yield START


async def cancel_itself():
    """Cancel the task that calls this."""
    asyncio.current_task().cancel()
    await asyncio.sleep(0)


async def cancel_all(scope, receive, send):
    """Cancel all tasks of the loop, this one included."""
    for task in asyncio.all_tasks():
        task.cancel()
    await asyncio.sleep(0)
    await events(START, BODY)(scope, receive, send)


async def forget_scope(scope, receive, send):
    """Empty the scope."""
    scope["state"].clear()
    scope["headers"].clear()
    scope.clear()
    await events(START, BODY)(scope, receive, send)


def accepting(problem, *sent):
    """Fail in an open WebSocket, behind some events."""
    return events(ACCEPT, *sent, then=lambda: throw(problem))


def with_head(**changes):
    """Return an application with another head."""
    return events({**START, **changes}, BODY)


def loop_do(action):
    """Return an application that does something to the loop, and answers well."""
    return before(lambda: action(asyncio.get_running_loop()), START, BODY)


REQUESTS = {
    "ok": events(START, BODY),
    "nothing": events(),
    "only-start": events(START),
    "only-part": events(START, PART),
    "body-first": events(BODY),
    "start-twice": events(START, START, BODY),
    "start-late": events(START, PART, START),
    "start-after": events(START, BODY, START),
    "body-after": events(START, BODY, BODY),
    "too-long": with_head(headers=[(b"content-length", b"3")]),
    "too-short": with_head(headers=[(b"content-length", b"5")]),
    "too-long-late": events({**START, "headers": [(b"content-length", b"6")]}, PART, PART, BODY),
    "too-short-late": events({**START, "headers": [(b"content-length", b"9")]}, PART, BODY),
    "no-content": with_head(status=204),
    "websocket-event": events(ACCEPT),
    "unknown-event": events({"type": "http.response.unknown"}),
    "unknown-late": events(START, PART, {"type": "http.response.unknown"}),
    "no-status": events({"type": "http.response.start"}, BODY),
    "no-headers": events({"type": "http.response.start", "status": 200}, BODY),
    "no-body": events(START, {"type": "http.response.body"}),
    "more-truthy": events(START, {**BODY, "more_body": "yes"}, {"type": "http.response.body"}),
    "many-headers": with_head(headers=[(b"x-%d" % number, b"a") for number in range(5000)]),
    "large-header": with_head(headers=[(b"x-a", b"a" * 1_000_000)]),
    "path-missing": events(START, {"type": "http.response.pathsend", "path": "/nowhere/at/all"}),
    "path-directory": events(START, {"type": "http.response.pathsend", "path": "/tmp"}),
    "path-late": events(START, PART, {"type": "http.response.pathsend", "path": __file__}),
    "path-whole": events(START, {"type": "http.response.pathsend", "path": asgi_probe.__file__}),
    "path-device": events(START, {"type": "http.response.pathsend", "path": "/dev/zero"}),
    "hint-split": events({"type": "http.response.early_hint", "links": [b"a\r\nx-split: yes"]}, START, BODY),
    "hint-late": events(START, PART, {"type": "http.response.early_hint", "links": [b"</a>"]}),
    "hint-well": events({"type": "http.response.early_hint", "links": [b"</a>; rel=preload"]}, START, BODY),
    "forgetful": forgetful,
    "ask-on": ask_on,
    "send-in-tasks": send_in_tasks,
    "leave-tasks": leave_tasks,
    "generator": generator,
    "cancel-all": cancel_all,
    "cancel-self": before(cancel_itself, START, BODY),
    "forget-scope": forget_scope,
    "sys-exit": before(lambda: sys.exit(3), START, BODY),
    "os-exit": before(lambda: os._exit(3), START, BODY),
    "kill-thread": before(_thread.exit, START, BODY),
    "deep": before(recursion, START, BODY),
    "task-exception": before(lambda: beside(lambda: fail(ValueError("secret"))), START, BODY),
    "task-exit": before(lambda: beside(lambda: fail(SystemExit(3))), START, BODY),
    "task-keyboard": before(lambda: beside(lambda: fail(KeyboardInterrupt())), START, BODY),
    "callback-exception": loop_do(lambda loop: loop.call_soon(throw, ValueError("secret")) and None),
    "callback-exit": loop_do(lambda loop: loop.call_later(0.01, throw, SystemExit(3)) and None),
    "thread-exception": before(
        lambda: threading.Thread(target=throw, args=(ValueError("secret"),)).start(), START, BODY
    ),
    "thread-pool": before(lambda: asyncio.to_thread(throw, ValueError("secret")), START, BODY),
    "loop-stop": loop_do(lambda loop: loop.stop()),
    "loop-close": loop_do(lambda loop: loop.close()),
    "loop-run": loop_do(lambda loop: loop.run_until_complete(asyncio.sleep(0))),
    "asyncio-run": before(lambda: asyncio.run(asyncio.sleep(0)), START, BODY),
    "loop-none": before(lambda: asyncio.set_event_loop(None), START, BODY),
    "handler-none": loop_do(lambda loop: loop.set_exception_handler(None)),
    "factory-broken": loop_do(lambda loop: loop.set_task_factory(lambda *_, **__: throw(ValueError("secret")))),
    "factory-well": loop_do(lambda loop: loop.set_task_factory(None)),
    "executor-closed": loop_do(lambda loop: loop.shutdown_default_executor()),
    "block": before(lambda: time.sleep(0.5), START, BODY),
    "endless": before(lambda: [None for _ in iter(int, 1)], START, BODY),
    "wait": before(lambda: asyncio.sleep(3600), START, BODY),
    "stubborn": before(stubborn, START, BODY),
}
SOCKETS = {
    "ok": events(ACCEPT, TEXT),
    "nothing": events(),
    "accept-only": events(ACCEPT),
    "accept-twice": events(ACCEPT, ACCEPT),
    "close-first": events(CLOSE),
    "close": events(ACCEPT, CLOSE),
    "close-twice": events(ACCEPT, CLOSE, CLOSE),
    "send-first": events(TEXT),
    "send-after": events(ACCEPT, CLOSE, TEXT),
    "send-both": events(ACCEPT, {**TEXT, "bytes": b"good"}),
    "send-neither": events(ACCEPT, {"type": "websocket.send"}),
    "send-surrogate": events(ACCEPT, {**TEXT, "text": "\ud800"}),
    "http-event": events(ACCEPT, START),
    "http-first": events(START),
    "unknown-event": events(ACCEPT, {"type": "websocket.unknown"}),
    "unknown-first": events({"type": "websocket.unknown"}),
    "denial": events(DENIAL, DENIED),
    "denial-only-start": events(DENIAL),
    "denial-only-part": events(DENIAL, {**DENIED, "more_body": True}),
    "denial-body-first": events(DENIED),
    "denial-twice": events(DENIAL, DENIAL),
    "denial-late": events(ACCEPT, DENIAL),
    "denial-then-accept": events(DENIAL, ACCEPT),
    "denial-then-raise": events(DENIAL, {**DENIED, "more_body": True}, then=lambda: throw(ValueError("secret"))),
    "denial-after": events(DENIAL, DENIED, ACCEPT),
    "accept-split": events({**ACCEPT, "headers": [(b"x-a", b"a\r\nx-split: yes")]}),
    "accept-protocol-header": events({**ACCEPT, "headers": [(b"Sec-WebSocket-Protocol", b"a")]}),
    "accept-key-header": events({**ACCEPT, "headers": [(b"sec-websocket-accept", b"a")]}, TEXT),
    "accept-length-header": events({**ACCEPT, "headers": [(b"content-length", b"4"), (b"connection", b"close")]}, TEXT),
    "subprotocol-unknown": events({**ACCEPT, "subprotocol": "nobody-offers-this"}),
    "sys-exit": before(lambda: sys.exit(3), ACCEPT),
    "sys-exit-open": events(ACCEPT, then=lambda: sys.exit(3)),
    "os-exit-open": events(ACCEPT, then=lambda: os._exit(3)),
    "cancel-self-open": events(ACCEPT, then=cancel_itself),
    "block-open": events(ACCEPT, TEXT, then=lambda: time.sleep(0.5)),
}
for name, exception in EXCEPTIONS.items():
    raising = lambda exception=exception: throw(exception)
    REQUESTS[f"raise-{name}"] = before(raising)
    REQUESTS[f"raise-started-{name}"] = events(START, then=raising)
    REQUESTS[f"raise-late-{name}"] = events(START, PART, then=raising)
    REQUESTS[f"raise-after-{name}"] = events(START, BODY, then=raising)
    SOCKETS[f"raise-{name}"] = before(raising)
    SOCKETS[f"raise-open-{name}"] = accepting(exception)
    SOCKETS[f"raise-late-{name}"] = accepting(exception, TEXT)
    SOCKETS[f"raise-after-{name}"] = accepting(exception, CLOSE)
for number, wrong in enumerate(NOTHING):
    REQUESTS[f"event-{number}"] = events(wrong)
    REQUESTS[f"event-late-{number}"] = events(START, PART, wrong)
    REQUESTS[f"type-{number}"] = events({"type": wrong})
    REQUESTS[f"body-{number}"] = events(START, {**BODY, "body": wrong})
    REQUESTS[f"path-{number}"] = events(START, {"type": "http.response.pathsend", "path": wrong})
    REQUESTS[f"links-{number}"] = events({"type": "http.response.early_hint", "links": [wrong]}, START, BODY)
    SOCKETS[f"event-{number}"] = events(wrong)
    SOCKETS[f"event-open-{number}"] = events(ACCEPT, wrong)
    SOCKETS[f"bytes-{number}"] = events(ACCEPT, {"type": "websocket.send", "bytes": wrong})
    SOCKETS[f"subprotocol-{number}"] = events({**ACCEPT, "subprotocol": wrong}, TEXT)
for number, wrong in enumerate((None, 1, b"bytes", [], object())):
    SOCKETS[f"text-{number}"] = events(ACCEPT, {"type": "websocket.send", "text": wrong})
for number, wrong in enumerate((None, "200", b"200", 1.5, 99, 101, 103, 1000, -1, 1 << 70, [200])):
    REQUESTS[f"status-{number}"] = with_head(status=wrong)
for number, wrong in enumerate(
    (
        None,
        1,
        "text",
        [None],
        [b"ab"],
        [(b"a",)],
        [(b"a", b"b", b"c")],
        [(1, b"b")],
        [(b"a", 1)],
        [(b"a", None)],
        [("a", "b")],
        [(b"", b"b")],
        [(b"a b", b"c")],
        [(b"a", b"b\r\nx-split: yes")],
        [(b"a\r\nx-split", b"yes")],
        [(b"a", b"b\0")],
        [(b"content-length", b"x")],
        [(b"content-length", b"-1")],
        [(b"content-length", b"4"), (b"content-length", b"5")],
    )
):
    REQUESTS[f"headers-{number}"] = with_head(headers=wrong)
    SOCKETS[f"headers-{number}"] = events({**ACCEPT, "headers": wrong}, TEXT)
for number, wrong in enumerate(
    (0, 999, 1004, 1005, 1006, 1015, 1100, 2999, 5000, 65536, 1 << 70, "1000", None, 1000.0, [])
):
    SOCKETS[f"code-{number}"] = events(ACCEPT, {**CLOSE, "code": wrong})
for number, wrong in enumerate((1, b"bytes", "x" * 124, "\u00fc" * 62, "\ud800", [1])):
    SOCKETS[f"reason-{number}"] = events(ACCEPT, {**CLOSE, "reason": wrong})


async def app(scope, receive, send):
    """Do what the path names."""
    if scope.get("path") == "/names":
        names = {"http": list(REQUESTS), "websocket": list(SOCKETS)}
        await asgi_probe.counted(asgi_probe.tell(names), scope, receive, send)
        return
    faults = {"http": REQUESTS, "websocket": SOCKETS}.get(scope["type"], {})
    fault = faults.get(scope.get("path", "").strip("/"))
    if fault is None:
        await asgi_probe.app(scope, receive, send)
    else:
        await asgi_probe.counted(fault, scope, receive, send)
