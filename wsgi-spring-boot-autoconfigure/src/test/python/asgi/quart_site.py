"""A Quart application: Flask's interface on an event loop."""

import asyncio
import threading

from quart import Quart, jsonify, render_template_string, request, session, websocket

app = Quart(__name__)
app.secret_key = "for tests only"
started = []


@app.before_serving
async def start():
    started.append("yes")


@app.get("/hello")
async def hello():
    await asyncio.sleep(0)
    return jsonify(url=request.url, started=started, root=request.root_path)


@app.get("/page/<name>")
async def page(name):
    return await render_template_string("<p>{{ name }}</p>", name=name)


@app.get("/sync")
def sync():
    return str(threading.current_thread() is threading.main_thread())


@app.post("/form")
async def form():
    files = await request.files
    values = await request.form
    session["name"] = values["name"]
    return jsonify(name=values["name"], size=len(files["file"].read()))


@app.get("/session")
async def name():
    return session.get("name", "nobody")


@app.get("/stream")
async def stream():
    async def parts():
        for index in range(3):
            yield f"part {index}\n"
            await asyncio.sleep(0)

    return parts(), 200, {"X-Streamed": "yes"}


@app.get("/error")
async def error():
    raise KeyError("secret")


@app.websocket("/rooms/<room>")
async def rooms(room):
    while True:
        await websocket.send(f"{room}: {await websocket.receive()}")
