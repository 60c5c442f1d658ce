"""A Flask application, imported when it is first asked for."""

import records
from flask import Flask, request, stream_with_context

app = Flask(__name__)


@app.get("/flask/hello/<name>")
def hello(name):
    return {"hello": name, "query": request.args.get("q")}


@app.post("/flask/form")
def form():
    upload = request.files["file"]
    return {"field": request.form["field"], "name": upload.filename, "size": len(upload.read())}


@app.get("/flask/events")
def events():
    key = request.args["key"]

    def generate():
        try:
            for number in range(1000):
                yield f"data: {number}\n\n"
                records.wait(key, f"seen {number}")
        finally:
            records.note(key, "closed")

    return app.response_class(stream_with_context(generate()), mimetype="text/event-stream")
