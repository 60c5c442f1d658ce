"""Applications of ASGI without a framework; the path tells which part of the specification is looked at."""

import asyncio
import contextvars
import json
import os
import subprocess
import sys
import tempfile
import threading

events = {}
number = contextvars.ContextVar("number", default=0)


def note(key, event):
    """Note what has happened, for ``/events``."""
    events.setdefault(key, []).append(event)


async def app(scope, receive, send):
    """Call what the path names."""
    if scope["type"] == "lifespan":
        await lifespan(scope, receive, send)
        return
    name = scope["path"].removeprefix(scope["root_path"]).strip("/").partition("/")[0]
    await globals().get("serve_" + name.replace("-", "_"), serve_scope)(scope, receive, send)


async def lifespan(scope, receive, send):
    assert (await receive()) == {"type": "lifespan.startup"}
    scope["state"]["started"] = "yes"
    scope["state"]["shared"] = []
    scope["state"]["loop"] = id(asyncio.get_running_loop())
    scope["state"]["lifespan"] = {"type": scope["type"], "asgi": scope["asgi"]}
    await send({"type": "lifespan.startup.complete"})
    assert (await receive()) == {"type": "lifespan.shutdown"}
    await asyncio.sleep(float(os.environ.get("ENDS_SLOWLY", "0")))
    ended = os.environ.get("ENDED")
    if ended:
        with open(ended, "a", encoding="utf-8") as file:
            file.write("shutdown\n")
    await send({"type": "lifespan.shutdown.complete"})


def query(scope):
    return dict(pair.split("=", 1) for pair in scope["query_string"].decode().split("&") if "=" in pair)


async def reply(send, body, status=200, headers=(), kind=b"text/plain"):
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", kind), *headers]})
    await send({"type": "http.response.body", "body": body if isinstance(body, bytes) else body.encode()})


async def reply_json(send, value):
    await reply(send, json.dumps(value, default=lambda other: other.decode("latin-1")), kind=b"application/json")


async def serve_scope(scope, receive, send):
    """Show the scope."""
    shown = {name: value for name, value in scope.items() if name != "state"}
    shown["types"] = {name: type(value).__name__ for name, value in scope.items()}
    await reply_json(send, shown)


async def serve_state(scope, receive, send):
    """Show the state, and change it."""
    state = scope["state"]
    shown = [state["started"], len(state["shared"]), "own" in state, state["loop"] == id(asyncio.get_running_loop())]
    state["own"] = True
    state["shared"].append(1)
    await reply_json(send, [*shown, state["lifespan"]])


async def serve_receive(scope, receive, send):
    """Show all events of the request, but for what follows the body."""
    found = []
    more = True
    while more:
        event = await receive()
        more = event.get("more_body", False)
        found.append([event["type"], len(event["body"]), more])
    await reply_json(send, {"events": len(found), "size": sum(event[1] for event in found), "last": found[-1][2]})


async def serve_echo(scope, receive, send):
    """Send each part of the body back as it comes."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    more = True
    while more:
        event = await receive()
        more = event["more_body"]
        await send({"type": "http.response.body", "body": event["body"], "more_body": True})
    await send({"type": "http.response.body"})


async def serve_unread(scope, receive, send):
    """Reply without the body having been received."""
    await reply(send, "unread", 403)


async def serve_after(scope, receive, send):
    """What is received after the response."""
    await receive()
    await reply(send, "done")
    note(query(scope)["key"], (await receive())["type"])


async def serve_events(scope, receive, send):
    """What was noted, after waiting for one event."""
    wanted = query(scope)
    while "until" in wanted and wanted["until"] not in events.get(wanted["key"], ()):
        await asyncio.sleep(0.01)
    await reply_json(send, events.get(wanted["key"], []))


async def serve_wait(scope, receive, send):
    """Wait without listening to the client."""
    key = query(scope)["key"]
    while "body" in query(scope) and (await receive())["more_body"]:
        pass
    note(key, "begun")
    try:
        await asyncio.sleep(600)
    except asyncio.CancelledError:
        note(key, "cancelled")
        raise
    finally:
        note(key, "ended")


async def serve_listen(scope, receive, send):
    """Wait for the client to go."""
    key = query(scope)["key"]
    await receive()
    note(key, "begun")
    note(key, (await receive())["type"])
    try:
        await reply(send, "nobody")
    except OSError as failure:
        note(key, "OSError " + str(isinstance(failure, OSError)))
    note(key, (await receive())["type"])


async def serve_stubborn(scope, receive, send):
    """Swallow the first cancellation."""
    key = query(scope)["key"]
    try:
        await asyncio.sleep(600)
    except asyncio.CancelledError:
        note(key, "swallowed")
    try:
        await asyncio.sleep(600)
    finally:
        note(key, "cancelled once more")


async def serve_block(scope, receive, send):
    """Block the loop."""
    end = asyncio.get_running_loop().time() + 600
    while asyncio.get_running_loop().time() < end:
        pass


async def serve_busy(scope, receive, send):
    """Hold up the loop until another thread is told to go on."""
    told = threading.Event()
    threading.Timer(float(query(scope)["seconds"]), told.set).start()
    told.wait()
    await reply(send, "done")


async def serve_endless(scope, receive, send):
    """Stream until the client goes."""
    key = query(scope)["key"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    count = 0
    try:
        while True:
            await send({"type": "http.response.body", "body": b"x" * 65536, "more_body": True})
            count += 1
            if count == 1000:
                note(key, "too much")
    except OSError:
        note(key, "gone")
        raise
    except asyncio.CancelledError:
        note(key, "cancelled")
        raise


async def serve_stream(scope, receive, send):
    """Stream some parts, one after a pause."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-stream", b"1")]})
    for index in range(3):
        await send({"type": "http.response.body", "body": b"part %d\n" % index, "more_body": True})
        await asyncio.sleep(0.01)
    await send({"type": "http.response.body", "body": b"end\n", "more_body": False})


async def serve_steps(scope, receive, send):
    """Stream a part for each that is noted."""
    key = query(scope)["key"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"first", "more_body": True})
    while "go on" not in events.get(key, ()):
        await asyncio.sleep(0.01)
    await send({"type": "http.response.body", "body": b"second"})


async def serve_note(scope, receive, send):
    """Note an event."""
    note(query(scope)["key"], query(scope)["event"].replace("+", " "))
    await reply(send, "noted")


async def serve_insist(scope, receive, send):
    """Send the events of the body, also behind those that are refused."""
    for event in eval((await receive())["body"]):
        try:
            await send(event)
        except RuntimeError as refusal:
            note(query(scope)["key"], str(refusal))


async def serve_send(scope, receive, send):
    """Send the events that the body lists, and note what that raises."""
    key = query(scope)["key"]
    try:
        for event in eval((await receive())["body"]):
            await send(event)
    except Exception as failure:
        note(key, f"{type(failure).__name__}: {failure}")
        raise


async def serve_raise(scope, receive, send):
    """Raise before or in the response."""
    if "begun" in query(scope):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"begun", "more_body": True})
    raise KeyError("a secret")


async def serve_exit(scope, receive, send):
    """End the process."""
    sys.exit(3)


async def serve_silent(scope, receive, send):
    """Do nothing."""


async def serve_half(scope, receive, send):
    """Return in the middle of the response."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"half", "more_body": True})


async def serve_context(scope, receive, send):
    """A variable of the context is that of the request."""
    before = number.get()
    number.set(before + 1)
    await asyncio.sleep(0)
    inner = await asyncio.create_task(_read())
    await reply_json(send, [before, inner])


async def _read():
    return number.get()


async def serve_eager(scope, receive, send):
    """Have further tasks begin when they are made, or not; Python 3.11 cannot."""
    on = query(scope)["on"] == "yes"
    asyncio.get_running_loop().set_task_factory(getattr(asyncio, "eager_task_factory", None) if on else None)
    await reply(send, "done")


async def serve_background(scope, receive, send):
    """Go on after the response."""
    await reply(send, "done")
    await asyncio.sleep(0.05)
    note(query(scope)["key"], "background")


async def serve_linger(scope, receive, send):
    """Go on after the response, and refuse to be cancelled if it is so asked for."""
    await reply(send, "done")
    while True:
        try:
            await asyncio.sleep(600)
        except asyncio.CancelledError:
            note("linger", "cancelled")
            if "stubborn" not in query(scope):
                raise


async def serve_sleep(scope, receive, send):
    """Sleep for a while."""
    await asyncio.sleep(float(query(scope).get("seconds", "0.2")))
    await reply(send, threading.current_thread().name)


async def serve_thread(scope, receive, send):
    """Work in a thread."""
    name = await asyncio.to_thread(lambda: threading.current_thread().name)
    await reply_json(send, [name, threading.current_thread().name])


async def serve_streams(scope, receive, send):
    """Talk to oneself over TCP."""

    async def answer(reader, writer):
        writer.write(b"<" + await reader.readline())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
    writer.write(b"hello\n")
    text = await reader.read()
    writer.close()
    server.close()
    await reply(send, text)


async def serve_subprocess(scope, receive, send):
    """Run a program."""
    process = await asyncio.create_subprocess_exec("/bin/cat", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    output, _ = await process.communicate(b"through cat")
    await reply(send, output + b" %d" % process.returncode)


async def serve_reader(scope, receive, send):
    """Wait for a pipe."""
    loop = asyncio.get_running_loop()
    reading, writing = os.pipe()
    arrived = loop.create_future()
    loop.add_reader(reading, lambda: arrived.done() or arrived.set_result(os.read(reading, 10)))
    loop.call_later(0.05, os.write, writing, b"ready")
    text = await arrived
    loop.remove_reader(reading)
    os.close(reading)
    os.close(writing)
    await reply(send, text)


async def serve_path(scope, receive, send):
    """Send a file by its path."""
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"of a file" * 1000)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.pathsend", "path": file.name})
    os.unlink(file.name)


async def serve_hints(scope, receive, send):
    """Send early hints."""
    await send({"type": "http.response.early_hint", "links": [b"</a.css>; rel=preload", b"</b.js>; rel=preload"]})
    await reply(send, "hinted")


async def serve_log(scope, receive, send):
    """Write to the log."""
    import logging

    logger = logging.getLogger("asgi.test")
    logger.warning("said %s", query(scope)["text"])
    await asyncio.to_thread(logger.warning, "said %s", query(scope)["text"])
    await reply_json(send, [pair for pair in scope["headers"] if pair[0] == b"x-call"])
