"""The shops of all frameworks in one interpreter, each at its name, under Werkzeug's dispatcher."""

import bottle_shop
import django_shop
import falcon_shop
import flask_shop
import pyramid_shop
import starlette_shop
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

app = DispatcherMiddleware(
    NotFound(),
    {
        "/bottle": bottle_shop.app,
        "/django": django_shop.app,
        "/falcon": falcon_shop.app,
        "/flask": flask_shop.app,
        "/pyramid": pyramid_shop.app,
        "/starlette": starlette_shop.app,
    },
)
