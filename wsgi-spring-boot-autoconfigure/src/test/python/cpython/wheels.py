"""Uses native modules of packages for CPython."""

import io
import sys

import flask

app = flask.Flask(__name__)


@app.get("/prefix")
def prefix():
    return sys.prefix


@app.get("/numpy")
def use_numpy():
    import numpy

    numbers = numpy.random.default_rng(1).random(1000)
    return "works" if numpy.allclose(numpy.linalg.norm(numbers) ** 2, (numbers**2).sum()) else "fails"


@app.get("/pillow")
def use_pillow():
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(file, "PNG")
    return "works" if Image.open(file).getpixel((5, 5)) == (255, 0, 0) else "fails"


@app.get("/lxml")
def use_lxml():
    from lxml import etree

    return etree.XML("<a><b>works</b></a>").xpath("string(//b)")


@app.get("/cryptography")
def use_cryptography():
    from cryptography.fernet import Fernet

    fernet = Fernet(Fernet.generate_key())
    return fernet.decrypt(fernet.encrypt(b"works"))


@app.get("/psycopg")
def use_psycopg():
    import psycopg

    try:
        psycopg.connect("host=127.0.0.1 port=1 connect_timeout=5")
    except psycopg.OperationalError:
        return "works" if psycopg.pq.__impl__ == "binary" else psycopg.pq.__impl__
