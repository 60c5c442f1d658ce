"""Replaces slow spots of the standard library by what gives the same results faster."""

import encodings
import sys

import _json
from wsgi_spring_boot.loading.late import LateCorrections

from . import host_names, json_reader, json_writer
from .builtin import Builtin

__all__ = ["install"]


def install():
    """Put the replacements into place, before anything asks for what they replace.

    ``json`` reads, and writes with sorted keys, in Python, which is compiled. The built-in
    reader calls ``int`` and ``float`` for each number in a way that is never compiled, and
    counts characters beyond the basic plane twice. The built-in writer sorts in such a way.

    ``str.encode("idna")``, which Werkzeug calls for each request, has a short cut, and so
    has ``typing.IO[bytes]``, which it evaluates twice for each body. On the way that these
    take in GraalPy, it looks through the whole stack.
    """
    _json.make_scanner = Builtin(json_reader.make_scanner, "_json")
    _json.scanstring = Builtin(json_reader.scanstring, "_json")
    # Called for each document
    _json.make_encoder = json_writer.make_encoder
    _json.make_encoder.__module__ = "_json"
    encodings._cache["idna"] = host_names.codec()
    late = LateCorrections()
    sys.meta_path.insert(0, late)
    late.add("typing", _tune_typing)


def _tune_typing(typing):
    # What the built-in function calls, too, after it has imported the module anew
    typing.IO.__class_getitem__ = classmethod(typing._generic_class_getitem)
