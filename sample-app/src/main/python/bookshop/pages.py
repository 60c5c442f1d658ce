"""The pages people look at: the front page, the search and the upload form."""

import hashlib
import os
import platform
import sys
import threading
from http import HTTPStatus

from flask import Blueprint, Response, abort, jsonify, render_template, request

from .errors import wants_json
from .store import bookshelf

blueprint = Blueprint("pages", __name__)

MAX_QUERY = 100
BLOCK_SIZE = 64 * 1024


@blueprint.get("/")
def index() -> str:
    """Show the books, the runtime and what else there is to try."""
    return render_template(
        "index.html",
        books=bookshelf().books(),
        facts=_facts(),
        in_spring=_server() == "wsgi-spring-boot",
    )


@blueprint.route("/search", methods=["GET", "POST"])
def search() -> str:
    """Search titles and authors; the query comes in the URL or in a form body."""
    values = request.form if request.method == "POST" else request.args
    query = values.get("q", "").strip()
    if len(query) > MAX_QUERY:
        abort(HTTPStatus.BAD_REQUEST, f"A query has at most {MAX_QUERY} characters.")
    books = bookshelf().search(query) if query else []
    return render_template("search.html", query=query, books=books)


@blueprint.route("/upload", methods=["GET", "POST"])
def upload() -> Response | str:
    """Measure and hash an uploaded file, in blocks, and keep nothing of it."""
    if request.method == "GET":
        return render_template("upload.html", result=None)
    file = request.files.get("file")
    if file is None or not file.filename:
        abort(HTTPStatus.BAD_REQUEST, "Choose a file to upload, in the field 'file'.")
    digest = hashlib.sha256()
    size = 0
    while block := file.stream.read(BLOCK_SIZE):
        digest.update(block)
        size += len(block)
    result = {"name": file.filename, "size": size, "sha256": digest.hexdigest()}
    if wants_json():
        return jsonify(result)
    return render_template("upload.html", result=result)


def _server() -> str:
    """Return the name of the server, which not every server tells (RFC 3875, 4.1.17)."""
    name: str = request.environ.get("SERVER_SOFTWARE", "unknown")
    return name


def _facts() -> dict[str, str]:
    """Return what is worth knowing about where this request is handled."""
    environ = request.environ
    implementation = sys.implementation
    return {
        "Implementation": f"{implementation.name} "
        + ".".join(str(part) for part in implementation.version[:3]),
        "Python": platform.python_version(),
        "Thread": threading.current_thread().name,
        "Server": _server(),
        "Process": str(os.getpid()),
        "wsgi.multithread": str(environ["wsgi.multithread"]),
        "wsgi.multiprocess": str(environ["wsgi.multiprocess"]),
        "Platform": f"{platform.system()} {platform.machine()}",
    }
