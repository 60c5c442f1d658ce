"""Walks through pages of the documentation: those that are named, or all."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from pages import WALKS
from reader import Disappointment, Reader


def main():
    names = sys.argv[1:] or list(WALKS)
    unknown = [name for name in names if name not in WALKS]
    if unknown:
        sys.exit(f"There is no walk through {', '.join(unknown)}, only through {', '.join(WALKS)}.")
    repository = pathlib.Path(__file__).resolve().parents[2]
    without = [page.stem for page in (repository / "docs").glob("*.md")
               if "```console" in page.read_text() and page.stem not in WALKS]
    if without:
        sys.exit(f"Write a walk through {', '.join(without)}.")
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="walk-"))
    failed = []
    try:
        clone = scratch / "wsgi-spring-boot"
        subprocess.run(["git", "clone", "-q", repository, clone], check=True)
        take_packages(clone)
        for name in names:
            print(f"== {name}", flush=True)
            if not walk(name, clone):
                failed.append(name)
    finally:
        shutil.rmtree(scratch)
    print(f"FAILED: {', '.join(failed)}" if failed else f"All good: {len(names)} pages.")
    sys.exit(1 if failed else 0)


def take_packages(clone):
    """Copy what a build of the same commit has packaged, so that the walk need not do it again."""
    if built := os.environ.get("WALK_BUILT"):
        for module in "sample-app", "wsgi-server":
            folder = pathlib.Path(module, "target", module)
            shutil.copytree(built / folder, clone / folder)


def walk(name, clone):
    """Tell whether every command of a page did what the page says."""
    started = time.monotonic()
    reader = Reader(clone / ("README.md" if name == "README" else f"docs/{name}.md"), clone)
    try:
        WALKS[name](reader)
        reader.has_reached_the_end()
    except Disappointment as disappointment:
        print(disappointment, flush=True)
        return False
    finally:
        reader.close()
    print(f"   {name}: as it says, in {time.monotonic() - started:.0f} s", flush=True)
    return True


main()
