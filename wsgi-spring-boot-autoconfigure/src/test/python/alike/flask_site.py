"""A Flask application that uses much of Flask, Werkzeug, Jinja and the standard library."""

import datetime
import decimal
import hashlib
import io
import json
import locale
import unicodedata

import itsdangerous
import worker
from flask import (
    Blueprint,
    Flask,
    abort,
    flash,
    get_flashed_messages,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    session,
    stream_with_context,
    url_for,
)
from jinja2 import DictLoader
from markupsafe import Markup
from werkzeug.http import parse_accept_header
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.urls import iri_to_uri, uri_to_iri
from werkzeug.utils import secure_filename

# Else a signature tells the time
itsdangerous.TimestampSigner.get_timestamp = lambda self: 1_700_000_000

TEMPLATES = {
    "base.html": "<!doctype html><title>{% block title %}{% endblock %}</title>{% block body %}{% endblock %}",
    "list.html": (
        "{% extends 'base.html' %}{% from 'macros.html' import item %}"
        "{% block title %}{{ title|upper }}{% endblock %}"
        "{% block body %}{% for name in names|sort %}{{ item(loop.index, name) }}{% else %}none{% endfor %}"
        "{{ text|urlize }} {{ text|wordcount }} {{ number|round(2) }} {{ names|tojson }} {{ names|join(', ')|e }}"
        "{{ names|groupby('0')|map('first')|list }} {{ html }} {{ html|striptags }} {{ text|truncate(9) }}"
        "{% set when = day.strftime('%d. %B %Y') %}{{ when }} {{ '%05.1f'|format(number) }} {{ data|xmlattr }}"
        "{% endblock %}"
    ),
    "macros.html": "{% macro item(index, name) %}<li>{{ index }}: {{ name|title }}</li>{% endmacro %}",
    "translated.html": "{% trans count=3 %}{{ count }} book{% pluralize %}{{ count }} books{% endtrans %}",
}

flask = Flask(__name__, static_folder=None)
flask.secret_key = "not a secret"
flask.config["MAX_CONTENT_LENGTH"] = 10_000
flask.jinja_loader = DictLoader(TEMPLATES)
flask.jinja_env.add_extension("jinja2.ext.i18n")
flask.jinja_env.install_null_translations()
books = Blueprint("books", __name__, url_prefix="/books")


@flask.get("/")
def index():
    return render_template(
        "list.html",
        title="b\xfccher",
        names=["Zo\xeb", "\xc5ke", "<b>", "\u5f20\u4f1f", "anna"],
        text="Look at https://b\xfccher.example/?a=1&b=2 and me@example.com, please",
        number=2.71828,
        html=Markup("<em>a &amp; b</em>"),
        day=datetime.date(2026, 11, 21),
        data={"class": "a b", "title": '"'},
    )


@flask.get("/translated")
def translated():
    return render_template("translated.html")


@flask.get("/host")
def host():
    return jsonify(
        host=request.host,
        url=request.url,
        base=request.base_url,
        external=url_for("books.book", number=7, slug="\xe4\xdf", q="\u20ac", _external=True, _anchor="\xfc"),
        encoded="b\xfccher.example".encode("idna").decode(),
        decoded=b"xn--bcher-kva.example".decode("idna"),
        uri=iri_to_uri(request.args.get("iri", "http://\u2603.net/\xe5?\xe4=\xf6#\xfc")),
        iri=uri_to_iri("http://xn--n3h.net/%C3%A5?%C3%A4=%C3%B6#%C3%BC"),
    )


@flask.get("/unicode")
def unicode():
    text = request.args.get("text", "\ufb01\u0344\u1e9b\u0323\u2460 \uff21")
    return jsonify(
        normal={form: unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")},
        names=[unicodedata.name(char, None) for char in text],
        widths=[unicodedata.east_asian_width(char) for char in text],
        classes=[unicodedata.combining(char) for char in text],
        bullet=unicodedata.lookup("BULLET"),
        numbers=[unicodedata.numeric(char, None) for char in text],
        former=[unicodedata.ucd_3_2_0.category(char) for char in text],
        folded=text.casefold(),
        words=sorted(text.split(), key=locale.strxfrm),
    )


@flask.get("/session")
def count():
    session["count"] = session.get("count", 0) + 1
    session["name"] = "Zo\xeb"
    flash("counted", "info")
    return jsonify(dict(session))


@flask.get("/flashes")
def flashes():
    return jsonify(get_flashed_messages(with_categories=True))


@flask.get("/cookies")
def cookies():
    response = make_response(json.dumps(request.cookies, sort_keys=True))
    response.set_cookie("plain", "value", path="/a", secure=True, httponly=True, samesite="Lax")
    response.set_cookie("other", "\xe4 ;,\"", expires=datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc))
    response.delete_cookie("gone")
    return response


@flask.post("/form")
def form():
    return jsonify(fields=request.form.to_dict(flat=False), query=request.args.to_dict(flat=False))


@flask.post("/upload")
def upload():
    return jsonify(
        [
            [name, file.filename, secure_filename(file.filename), file.mimetype, hashlib.sha256(file.read()).hexdigest()]
            for name, file in request.files.items(multi=True)
        ]
    )


@flask.post("/json")
def echo():
    return jsonify(
        got=request.get_json(),
        money=decimal.Decimal("19.90") * 3,
        when=datetime.datetime(2026, 11, 21, 12, 30, tzinfo=datetime.timezone.utc),
        digest=hashlib.sha3_256(request.get_data()).hexdigest(),
    )


@books.get("/<int:number>/<slug>")
def book(number, slug):
    response = jsonify(number=number, slug=slug, here=url_for(".book", number=number + 1, slug=slug))
    response.add_etag()
    return response.make_conditional(request)


@flask.get("/password")
def password():
    import getpass
    import termios

    stored = "pbkdf2:sha256:1000$salt$" + hashlib.pbkdf2_hmac("sha256", b"secret", b"salt", 1000).hex()
    fresh = generate_password_hash("secret", "pbkdf2:sha256:1000")
    return jsonify(
        right=check_password_hash(stored, "secret"),
        wrong=check_password_hash(stored, "Secret"),
        fresh=check_password_hash(fresh, "secret"),
        prompt=getpass.getpass.__name__,
        constants=[termios.ECHO, termios.TCSADRAIN],
    )


@flask.get("/file")
def file():
    return send_file(
        io.BytesIO(b"0123456789" * 50),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name="f\xfc\xdfe.bin",
        etag="fixed",
        conditional=True,
    )


@flask.get("/stream")
def stream():
    return flask.response_class(stream_with_context(f"{number} {request.path}\n" for number in range(5)))


@flask.get("/accept")
def accept():
    return jsonify(
        best=request.accept_languages.best_match(["de", "fr", "en"]),
        types=list(request.accept_mimetypes.values()),
        charsets=list(parse_accept_header("utf-8;q=0.5, iso-8859-1").values()),
        agent=request.user_agent.string,
        authorization=request.authorization and request.authorization.username,
    )


@flask.get("/redirect")
def away():
    return redirect("https://b\xfccher.example/\xe4 b?q=\u20ac#\xfc", 303)


@flask.get("/fails")
def fails():
    return {}["missing"]


@flask.get("/abort/<int:status>")
def give_up(status):
    abort(status)


@flask.errorhandler(404)
def not_found(error):
    return {"error": error.description, "path": request.path}, 404


flask.register_blueprint(books)
app = worker.wrap(flask)
