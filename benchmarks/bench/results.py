"""The raw results of a run: what report.py makes tables and plots of."""

import json
import sys


class Results:
    """Written to the disk after each measurement, so that a run which is cut short is not lost."""

    def __init__(self, directory, about):
        self._file = directory / "results.json"
        self.values = {"about": about, "servers": {}, "failures": [], "matrix": [], "ramp": [], "memory": [],
                       "operations": [], "idle": [], "jmh": []}

    def describe(self, server, **facts):
        self.values["servers"].setdefault(server.name, {"kind": server.kind}).update(facts)

    def add(self, part, measurement):
        self.values[part].append(measurement)
        self.save()

    def fail(self, server, what, problem):
        print(f"FAILED: {server.name}: {what}: {problem}", file=sys.stderr, flush=True)
        self.add("failures", {"server": server.name, "what": what, "problem": problem})

    def save(self):
        self._file.write_text(json.dumps(self.values, indent=1) + "\n")
