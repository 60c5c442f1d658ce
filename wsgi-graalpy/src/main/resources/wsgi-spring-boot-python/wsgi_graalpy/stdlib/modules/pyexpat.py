"""Stand-in for ``pyexpat`` that loads the native module only when XML is to be parsed.

Much imports ``xml.parsers.expat`` and never parses: ``plistlib``, ``pkg_resources``,
``xmlrpc``, Django's serializers.
"""

import importlib.util
import sys
import threading
import types
from importlib.machinery import PathFinder

# What GraalPy 25.0 comes with
EXPAT_VERSION = "expat_2.2.8"
version_info = (2, 2, 8)
native_encoding = "UTF-8"
features = [
    ("sizeof(XML_Char)", 1),
    ("sizeof(XML_LChar)", 1),
    ("XML_DTD", 0),
    ("XML_CONTEXT_BYTES", 1024),
    ("XML_NS", 0),
]

XML_PARAM_ENTITY_PARSING_NEVER = 0
XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE = 1
XML_PARAM_ENTITY_PARSING_ALWAYS = 2

# The names and messages of the error codes from 1 on
_ERRORS = """
XML_ERROR_NO_MEMORY: out of memory
XML_ERROR_SYNTAX: syntax error
XML_ERROR_NO_ELEMENTS: no element found
XML_ERROR_INVALID_TOKEN: not well-formed (invalid token)
XML_ERROR_UNCLOSED_TOKEN: unclosed token
XML_ERROR_PARTIAL_CHAR: partial character
XML_ERROR_TAG_MISMATCH: mismatched tag
XML_ERROR_DUPLICATE_ATTRIBUTE: duplicate attribute
XML_ERROR_JUNK_AFTER_DOC_ELEMENT: junk after document element
XML_ERROR_PARAM_ENTITY_REF: illegal parameter entity reference
XML_ERROR_UNDEFINED_ENTITY: undefined entity
XML_ERROR_RECURSIVE_ENTITY_REF: recursive entity reference
XML_ERROR_ASYNC_ENTITY: asynchronous entity
XML_ERROR_BAD_CHAR_REF: reference to invalid character number
XML_ERROR_BINARY_ENTITY_REF: reference to binary entity
XML_ERROR_ATTRIBUTE_EXTERNAL_ENTITY_REF: reference to external entity in attribute
XML_ERROR_MISPLACED_XML_PI: XML or text declaration not at start of entity
XML_ERROR_UNKNOWN_ENCODING: unknown encoding
XML_ERROR_INCORRECT_ENCODING: encoding specified in XML declaration is incorrect
XML_ERROR_UNCLOSED_CDATA_SECTION: unclosed CDATA section
XML_ERROR_EXTERNAL_ENTITY_HANDLING: error in processing external entity reference
XML_ERROR_NOT_STANDALONE: document is not standalone
XML_ERROR_UNEXPECTED_STATE: unexpected parser state - please send a bug report
XML_ERROR_ENTITY_DECLARED_IN_PE: entity declared in parameter entity
XML_ERROR_FEATURE_REQUIRES_XML_DTD: requested feature requires XML_DTD support in Expat
XML_ERROR_CANT_CHANGE_FEATURE_ONCE_PARSING: cannot change setting once parsing has begun
XML_ERROR_UNBOUND_PREFIX: unbound prefix
XML_ERROR_UNDECLARING_PREFIX: must not undeclare prefix
XML_ERROR_INCOMPLETE_PE: incomplete markup in parameter entity
XML_ERROR_XML_DECL: XML declaration not well-formed
XML_ERROR_TEXT_DECL: text declaration not well-formed
XML_ERROR_PUBLICID: illegal character(s) in public id
XML_ERROR_SUSPENDED: parser suspended
XML_ERROR_NOT_SUSPENDED: parser not suspended
XML_ERROR_ABORTED: parsing aborted
XML_ERROR_FINISHED: parsing finished
XML_ERROR_SUSPEND_PE: cannot suspend in external parameter entity
XML_ERROR_RESERVED_PREFIX_XML: reserved prefix (xml) must not be undeclared or bound to another namespace name
XML_ERROR_RESERVED_PREFIX_XMLNS: reserved prefix (xmlns) must not be declared or undeclared
XML_ERROR_RESERVED_NAMESPACE_URI: prefix must not be bound to one of the reserved namespace names
XML_ERROR_INVALID_ARGUMENT: invalid argument
XML_ERROR_NO_BUFFER: a successful prior call to function XML_GetBuffer is required
XML_ERROR_AMPLIFICATION_LIMIT_BREACH: limit on input amplification factor (from DTD and entities) breached
"""


class ExpatError(Exception):
    """Raised for XML that is not well-formed."""

    __module__ = "xml.parsers.expat"


error = ExpatError


class XMLParserType:
    """A parser of the native module, whose errors become those of this one."""

    __module__ = "pyexpat"
    __slots__ = ("_parser",)

    def __init__(self, parser):
        object.__setattr__(self, "_parser", parser)

    def __getattr__(self, name):
        return getattr(self._parser, name)

    def __setattr__(self, name, value):
        setattr(self._parser, name, value)

    def Parse(self, data, isfinal=False, /):
        """Parse a piece of XML."""
        return _call(self._parser.Parse, data, isfinal)

    def ParseFile(self, file, /):
        """Parse XML from a file-like object."""
        return _call(self._parser.ParseFile, file)

    def ExternalEntityParserCreate(self, *arguments):
        """Return a parser for an external entity."""
        return XMLParserType(self._parser.ExternalEntityParserCreate(*arguments))


XMLParserType.__name__ = XMLParserType.__qualname__ = "xmlparser"


def ParserCreate(*arguments, **keywords):
    """Return a new parser."""
    return XMLParserType(_native.module().ParserCreate(*arguments, **keywords))


def ErrorString(code, /):
    """Return the message for an error code, or None."""
    return errors.messages.get(code)


def _call(parse, *arguments):
    native_error = _native.module().ExpatError
    try:
        return parse(*arguments)
    except native_error as failure:
        translated = ExpatError(*failure.args)
        vars(translated).update(vars(failure))
        raise translated from None


class _Native:
    """The native module, once it is needed."""

    def __init__(self):
        self._lock = threading.Lock()
        self._module = None

    def module(self):
        """Return the module; ImportError if this interpreter must not load it."""
        if self._module is None:
            with self._lock:
                if self._module is None:
                    self._module = self._load()
        return self._module

    def _load(self):
        spec = PathFinder.find_spec("pyexpat")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module


_native = _Native()


def _submodule(name, doc, **attributes):
    module = sys.modules[f"pyexpat.{name}"] = types.ModuleType(f"pyexpat.{name}", doc)
    vars(module).update(attributes)
    return module


_names, _messages = zip(*(line.split(": ", 1) for line in _ERRORS.strip().splitlines()))

errors = _submodule(
    "errors",
    "Constants used to describe error conditions.",
    codes={message: code for code, message in enumerate(_messages, 1)},
    messages=dict(enumerate(_messages, 1)),
    **dict(zip(_names, _messages)),
)
model = _submodule(
    "model",
    "Constants used to interpret content model information.",
    XML_CTYPE_EMPTY=1,
    XML_CTYPE_ANY=2,
    XML_CTYPE_MIXED=3,
    XML_CTYPE_NAME=4,
    XML_CTYPE_CHOICE=5,
    XML_CTYPE_SEQ=6,
    XML_CQUANT_NONE=0,
    XML_CQUANT_OPT=1,
    XML_CQUANT_REP=2,
    XML_CQUANT_PLUS=3,
)
