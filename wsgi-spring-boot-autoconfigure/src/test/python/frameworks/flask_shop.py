"""Flask behind WhiteNoise and ProxyFix: a blueprint, Jinja, the session, JSON, uploads, a stream, a file."""

import books
import gates
from flask import Blueprint, Flask, jsonify, render_template, request, send_file, session, url_for
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

shop = Blueprint("shop", __name__)


@shop.get("/books/<int:number>")
def book(number):
    return books.book(number, request.args.get("shout"))


@shop.post("/books")
def create():
    title = request.get_json()["title"]
    return jsonify(title=title), 201, {"Location": url_for("shop.book", number=len(title))}


@shop.post("/form")
def form():
    return {"names": request.form.getlist("name")}


@shop.post("/upload")
def upload():
    file = request.files["file"]
    return books.receipt(file.filename, file.stream)


@shop.get("/events")
def events():
    return gates.events(request.args["key"]), {"Content-Type": "text/plain"}


@shop.get("/open")
def open_gate():
    gates.gate(request.args["key"]).set()
    return "open"


@shop.get("/visits")
def visits():
    session["visits"] = session.get("visits", 0) + 1
    return str(session["visits"])


@shop.get("/page")
def page():
    return render_template("page.html", name=request.args["name"])


@shop.get("/cover")
def cover():
    return send_file(books.COVER, as_attachment=True)


@shop.get("/away")
def away():
    return "", 302, {"Location": url_for("shop.book", number=1, _external=True)}


@shop.get("/fails")
def fails():
    return books.fail()


app = Flask(__name__)
app.secret_key = "not a secret"
app.register_blueprint(shop)
app.wsgi_app = WhiteNoise(ProxyFix(app.wsgi_app, x_host=1), root=books.ASSETS, prefix="assets")
