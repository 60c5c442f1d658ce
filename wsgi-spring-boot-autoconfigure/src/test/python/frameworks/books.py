"""What the shops of all frameworks sell, and what they answer: only the framework differs."""

import hashlib
import os
import pathlib

TEMPLATES = pathlib.Path(__file__).with_name("templates")
ASSETS = pathlib.Path(os.environ["ASSETS"])
COVER = ASSETS / "cover.svg"


def book(number, shout=None):
    """A book as JSON."""
    return {"id": number, "title": f"\xdcber {number}", "shout": shout}


def receipt(filename, stream):
    """What became of an upload."""
    digest = hashlib.sha256()
    size = 0
    while chunk := stream.read(65536):
        digest.update(chunk)
        size += len(chunk)
    return {"filename": filename, "size": size, "sha256": digest.hexdigest()}


def fail():
    """Raise what no framework expects."""
    return {}["a secret of the shelf"]
