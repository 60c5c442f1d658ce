"""A plain WSGI application that imports native modules when a request asks for them."""

import worker


def site(environ, start_response):
    """Do what the path says."""
    answer = globals()[environ["PATH_INFO"][1:]]()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [answer.encode()]


def hello():
    """Use nothing native."""
    return "hello"


def extension():
    """Use a native module."""
    import _testmultiphase

    return str(_testmultiphase.foo(6, 36))


def caught():
    """Use a native module, and tell why it fails."""
    try:
        return extension()
    except ImportError as failure:
        return str(failure)


def xml():
    """Use the native parser, in all of the ways that the standard library has."""
    import io
    import plistlib
    import xml.dom.minidom
    import xml.sax
    import xmlrpc.client
    from xml.etree import ElementTree
    from xml.parsers import expat

    events = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: events.append((name, attributes))
    parser.CharacterDataHandler = events.append
    parser.ParseFile(io.BytesIO(b"<a xmlns='urn:a' b='&#228;'>x&amp;y<c/></a>"))
    results = [
        events,
        parser.CurrentLineNumber,
        isinstance(parser, expat.XMLParserType),
        expat.errors.messages[expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]],
        ElementTree.fromstring("<a><b>c</b></a>").findtext("b"),
        xml.dom.minidom.parseString("<a b='c'/>").documentElement.getAttribute("b"),
        plistlib.loads(plistlib.dumps({"a": [1, 2.5, b"b"]})),
        xmlrpc.client.loads(xmlrpc.client.dumps((1, "\xe4"), "method")),
    ]
    handler = xml.sax.ContentHandler()
    for parse, kind in (
        (lambda text: expat.ParserCreate().Parse(text, True), expat.ExpatError),
        (ElementTree.fromstring, ElementTree.ParseError),
        (xml.dom.minidom.parseString, expat.ExpatError),
        (lambda text: xml.sax.parseString(text, handler), xml.sax.SAXParseException),
    ):
        for text in ("<a><b></a>", "", "<a>&b;</a>", "<a", b"<a>\xff</a>"):
            try:
                parse(text)
            except kind as failure:
                results.append([str(failure), getattr(failure, "code", None), getattr(failure, "offset", None)])
    return ascii(results)


def constants():
    """Compare the constants of the stand-in with those of the native module."""
    import pyexpat

    native = pyexpat._native.module()
    names = [name for name in vars(native) if not name.startswith("_")]
    values = [name for name in names if type(getattr(native, name)) in (int, str, tuple, list)]
    different = [name for name in values if getattr(native, name) != getattr(pyexpat, name)]
    for name in ("errors", "model"):
        theirs, ours = vars(getattr(native, name)), vars(getattr(pyexpat, name))
        different += [key for key in theirs if not key.startswith("__") and theirs[key] != ours.get(key)]
    missing = [name for name in names if not hasattr(pyexpat, name)]
    return f"{len(values) > 5} {different} {missing}"


def library():
    """Call a function of the C library, or tell why it cannot be had."""
    import ctypes

    try:
        cosine = ctypes.CDLL("libm.so.6").cos
    except OSError as failure:
        return str(failure)
    cosine.restype = ctypes.c_double
    return str(cosine(ctypes.c_double(0.0)))


app = worker.wrap(site)
