"""A Flask application that logs in all ways that there are."""

import logging
import sys
import threading
import urllib.request
import warnings

from flask import Flask, request

app = Flask("shop")
orders = logging.getLogger("shop.orders")
stock = logging.getLogger("shop.stock")
both_here = threading.Barrier(2)


@app.get("/orders/<int:number>")
def order(number):
    orders.debug("looking for order %d", number)
    orders.info("order %d", number)
    return "order"


@app.get("/stock")
def count():
    stock.debug("counting")
    return str(stock.isEnabledFor(logging.DEBUG))


@app.get("/together")
def together():
    both_here.wait(timeout=300)
    orders.info("together")
    return "together"


@app.get("/everywhere")
def everywhere():
    print("printed")
    print("error", file=sys.stderr)
    print("wsgi error", file=request.environ["wsgi.errors"])
    warnings.warn("warned", FutureWarning, stacklevel=1)
    return "everywhere"


@app.get("/oops")
def oops():
    raise RuntimeError("the shelf gave way")


@app.get("/own-route")
def own_route():
    request.environ["wsgi_spring_boot.route"] = "/chosen/{by}/application"
    return "own"


@app.get("/bad-route")
def bad_route():
    request.environ["wsgi_spring_boot.route"] = 7
    return "bad"


@app.get("/trace")
def trace():
    return request.environ.get("HTTP_TRACEPARENT", "none")


@app.get("/variable/<name>")
def variable(name):
    return request.environ.get(name, "none")


@app.get("/outgoing/<path:path>")
def outgoing(path):
    """Call another service in the same trace."""
    headers = {"traceparent": request.environ["HTTP_TRACEPARENT"]}
    url = urllib.request.Request(request.host_url + path, headers=headers)
    with urllib.request.urlopen(url) as response:
        return response.read()


def broken(environ, start_response):
    """Raise what no framework catches."""
    if environ["PATH_INFO"] == "/broken":
        raise LookupError("nobody catches this")
    return app(environ, start_response)
