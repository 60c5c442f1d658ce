"""A Flask application: text, JSON, a Jinja page, a form, and a JSON document that is posted."""

from flask import Flask, jsonify, render_template, request

app = Flask(__name__)


@app.get("/hello")
def hello():
    return "Hello World!"


@app.get("/json")
def records():
    return jsonify([{"id": i, "name": f"Record {i}", "price": i * 1.25, "tags": ["a", "b"], "active": i % 2 == 0}
                    for i in range(50)])


@app.get("/page")
def page():
    books = [{"id": i, "title": f"Title {i} & more", "price": i + 0.5} for i in range(20)]
    return render_template("page.html", books=books, user="<Reader>")


@app.post("/form")
def form():
    return {"name": request.form["name"], "fields": len(request.form)}


@app.post("/post")
def post():
    document = request.get_json()
    return {"items": len(document["items"]), "sum": sum(item["quantity"] for item in document["items"])}
