"""Tells how many functions of Python run for texts that are encoded and decoded without a fault."""

import sys

TEXT = "Grüße, 日本 🎉"
CONVERSIONS = {
    "decode": lambda: TEXT.encode().decode(),
    "decode with replace": lambda: TEXT.encode().decode(errors="replace"),
    "decode with ignore": lambda: TEXT.encode().decode("utf-8", "ignore"),
    "decode ASCII": lambda: b"Hello".decode("ascii"),
    "decode Latin-1 with replace": lambda: b"Hell\xf6".decode("latin-1", "replace"),
    "encode with replace": lambda: TEXT.encode(errors="replace"),
    "encode Latin-1": lambda: "Grüße".encode("latin-1"),
    "encode IDNA": lambda: "www.example.org".encode("idna"),
    # The one that shows that functions are seen here
    "decode a fault with replace": lambda: b"\xed\xa0\x80".decode(errors="replace"),
}


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{name}: {_calls(convert)}\n".encode() for name, convert in CONVERSIONS.items()]


def _calls(convert):
    convert()  # What is looked up once is not counted
    calls = []
    sys.setprofile(lambda frame, event, argument: calls.append(frame.f_code.co_name) if event == "call" else None)
    try:
        convert()
    finally:
        sys.setprofile(None)
    return " ".join(calls[1:])
