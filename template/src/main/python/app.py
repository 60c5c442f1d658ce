import sys

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    return f"Hello from {sys.implementation.name} {sys.version.split()[0]}\n"
