"""Serves an application with bjoern, in several processes that share one port.

Usage: python serve_bjoern.py MODULE:CALLABLE PORT PROCESSES
"""

import importlib
import os
import signal
import sys

import bjoern


def main(target, port, processes):
    children = []
    for _ in range(int(processes)):
        pid = os.fork()
        if pid == 0:
            serve(target, int(port))
            return
        children.append(pid)
    signal.signal(signal.SIGTERM, lambda *_: [os.kill(child, signal.SIGTERM) for child in children])
    for child in children:
        os.waitpid(child, 0)


def serve(target, port):
    module, attribute = target.split(":")
    bjoern.run(getattr(importlib.import_module(module), attribute), "127.0.0.1", port, reuse_port=True)


main(*sys.argv[1:])
