"""Needs an extension that was built for CPython."""

import _foreign_extension

app = _foreign_extension.app
