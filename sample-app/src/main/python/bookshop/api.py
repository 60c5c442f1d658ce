"""The JSON API: list, add, show and remove books."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request, url_for

from .errors import InvalidBookError
from .store import Book, ShelfFullError, bookshelf

blueprint = Blueprint("api", __name__, url_prefix="/api/items")

MAX_TEXT = 200
MAX_YEAR = 2100


@blueprint.get("")
def list_items() -> Response:
    """List all books."""
    books = bookshelf().books()
    return jsonify(count=len(books), items=[book.as_dict() for book in books])


@blueprint.post("")
def add_item() -> tuple[Response, int, dict[str, str]]:
    """Add the book given as JSON and answer with its address."""
    title, author, year = _validated(request.get_json())
    try:
        book = bookshelf().add(title, author, year)
    except ShelfFullError:
        abort(HTTPStatus.CONFLICT, "The shelf is full.")
    location = url_for(".show_item", book_id=book.id)
    return jsonify(book.as_dict()), HTTPStatus.CREATED, {"Location": location}


@blueprint.get("/<int:book_id>")
def show_item(book_id: int) -> Response:
    """Show one book."""
    book: Book | None = bookshelf().get(book_id)
    if book is None:
        abort(HTTPStatus.NOT_FOUND, f"There is no book {book_id}.")
    return jsonify(book.as_dict())


@blueprint.delete("/<int:book_id>")
def remove_item(book_id: int) -> tuple[str, int]:
    """Remove one book."""
    if not bookshelf().remove(book_id):
        abort(HTTPStatus.NOT_FOUND, f"There is no book {book_id}.")
    return "", HTTPStatus.NO_CONTENT


def _validated(data: Any) -> tuple[str, str, int]:
    """Return title, author and year, or raise an error that names what is wrong."""
    if not isinstance(data, dict):
        abort(HTTPStatus.BAD_REQUEST, "The body must be a JSON object.")
    wrong = {}
    for name in ("title", "author"):
        value = data.get(name)
        if not isinstance(value, str) or not 0 < len(value.strip()) <= MAX_TEXT:
            wrong[name] = f"must be a text of 1 to {MAX_TEXT} characters"
    year = data.get("year")
    # bool is a subclass of int, but true is not a year
    if type(year) is not int or not 0 <= year <= MAX_YEAR:
        wrong["year"] = f"must be a whole number from 0 to {MAX_YEAR}"
    for name in data.keys() - {"title", "author", "year"}:
        wrong[name] = "is not a known field"
    if wrong:
        raise InvalidBookError(wrong)
    return data["title"].strip(), data["author"].strip(), data["year"]
