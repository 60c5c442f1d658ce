"""Looks for messages of an ASGI application that lead to a wrong response, guided by coverage. Needs atheris.

What reaches code that no other input does goes to target/fuzz/messages; what is worth keeping has its place in
reliability/fuzz/corpus, whose inputs the campaign tries each time. What was found is target/fuzz/found-*; name it to
try it once more.
"""

import argparse
import pathlib
import sys

import atheris

from fuzz import messages

NEW = pathlib.Path(__file__).parents[2] / "target/fuzz"


def arguments():
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="how long to look")
    parser.add_argument("inputs", nargs="*", type=pathlib.Path, help="inputs to try instead")
    return parser.parse_args()


def main():
    """Look for inputs, or try some."""
    options = arguments()
    inputs = NEW / "messages"
    inputs.mkdir(parents=True, exist_ok=True)
    if options.inputs:
        settings = [str(path) for path in options.inputs]
    else:
        limits = [f"-max_total_time={options.seconds}", "-max_len=400", f"-artifact_prefix={NEW}/found-"]
        settings = [*limits, str(inputs), str(messages.CORPUS)]
    messages.load(atheris.instrument_imports)
    atheris.Setup([sys.argv[0], *settings], messages.try_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
