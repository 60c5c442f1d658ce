"""The pages: the front page, the login and what their forms do."""

import sys

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for

from spring import JavaError, bean, connect, principal, transaction

from . import stock
from .events import Order

blueprint = Blueprint("pages", __name__)

orders = bean("orders")

# What a column of the database has room for, whatever it costs
MOST = 1000

CREDIT_EXCEEDED = "io.wsgi.sample.shop.CreditExceededException"


@blueprint.get("/login")
def login() -> str:
    """Show the form, which goes to Spring Security."""
    return render_template("login.html", csrf=_csrf(), failed="error" in request.args)


@blueprint.get("/")
def index() -> str:
    """Show what there is to buy, and what was bought."""
    return _page(placed=request.args.get("placed", type=int))


@blueprint.post("/orders")
def place_order() -> Response | tuple[str, int]:
    """Place an order: Java and Python write to the database, both or neither."""
    article, amount = _article(request.form["article"]), _amount()
    steps = []
    try:
        with transaction():
            order = orders.place(request.remote_user, article, amount, returns=Order)
            steps.append(f"Java inserted order {order.number}: {amount} × {article}, {order.total} €")
            left = stock.take(article, amount)
            steps.append(f"Python took them out of the stock: {left} left")
            orders.charge(request.remote_user)
    except stock.SoldOut as failure:
        return _page(refused=f"Python: {failure}", steps=steps), 409
    except JavaError as failure:
        if not failure.is_a(CREDIT_EXCEEDED):
            raise
        return _page(refused=f"Java: {failure.message}", steps=steps), 409
    return redirect(url_for(".index", placed=order.number), 303)


@blueprint.post("/stock/<article>")
def refill(article: str) -> Response:
    """Put something into the stock. Spring Security lets keepers in here."""
    stock.add(_article(article), _amount())
    return redirect(url_for(".index"), 303)


def _article(name: str) -> str:
    try:
        return stock.find(name).name
    except stock.UnknownArticle as failure:
        abort(404, str(failure))


def _amount() -> int:
    amount = request.form.get("amount", 0, type=int)
    if not 1 <= amount <= MOST:
        abort(400, f"An amount is 1 at least, and {MOST} at most.")
    return amount


def _page(**outcome: object) -> str:
    user = principal()
    return render_template(
        "index.html",
        articles=stock.articles(),
        csrf=_csrf(),
        events=_events(),
        is_keeper="ROLE_KEEPER" in user["authorities"],
        most=MOST,
        orders=orders.placed_by(user["name"], returns=list[Order]),
        python=f"{sys.implementation.name} {sys.version.split()[0]}",
        user=user["name"],
        **outcome,
    )


def _events() -> dict[str, list[str]]:
    with connect() as connection:
        cursor = connection.cursor()
        notices = cursor.execute("select content from notices order by number desc").fetchmany(5)
        reorders = cursor.execute("select article, amount from reorders").fetchall()
    return {
        "notices": [content for (content,) in notices],
        "reorders": [f"{amount} × {article}" for article, amount in reorders],
    }


def _csrf() -> str:
    """Return the token that Spring Security wants back with each form."""
    token: str = request.environ.get("shop.csrf", "")
    return token
