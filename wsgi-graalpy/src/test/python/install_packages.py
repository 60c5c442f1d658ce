"""Installs a requirements file into a directory with the pip inside GraalPy: no CPython, no compiler, no venv.

Usage: graalpy install_packages.py REQUIREMENTS TARGET
Does nothing when TARGET was installed from the same REQUIREMENTS.
"""

import ensurepip
import os
import pathlib
import runpy
import shutil
import sys


def main(requirements, target):
    stamp = target / "requirements.txt"
    if stamp.exists() and stamp.read_bytes() == requirements.read_bytes():
        return
    shutil.rmtree(target, ignore_errors=True)
    os.environ |= {
        # No look at a remote repository for each package
        "PIP_GRAALPY_PATCHES_URL": "disabled",
        "PIP_RETRIES": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
    }
    sys.argv = [
        "pip", "install", "-qq", "--no-compile", "--no-deps",
        # CPython's wheels, so that nothing is built: GraalPy cannot load their native speedups
        # (MarkupSafe's) and the packages fall back to pure Python
        "--only-binary=:all:", "--implementation=cp", "--python-version=3.12",
        "--platform=manylinux2014_x86_64", "--platform=any",
        "--requirement", str(requirements), "--target", str(target),
    ]
    sys.path.insert(0, str(next((pathlib.Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))))
    try:
        runpy.run_module("pip", run_name="__main__", alter_sys=True)
    except SystemExit as exit:
        if exit.code:
            raise
    shutil.copyfile(requirements, stamp)


main(*map(pathlib.Path, sys.argv[1:]))
