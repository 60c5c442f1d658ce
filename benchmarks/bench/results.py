"""The raw results of a run: what report.py makes tables and plots of."""

import json
import sys
from statistics import median

from .cases import CASES, INTERFACES


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


class Matrix:
    """The measurements by case, number of connections and server: one value for each round."""

    def __init__(self, results):
        self.kinds = {name: server["kind"] for name, server in results["servers"].items()}
        self._cells = {}
        for entry in results["matrix"]:
            self._cells.setdefault((entry["case"], entry["connections"]), {}).setdefault(
                entry["server"], {})[entry["round"]] = entry
        present = {server for cells in self._cells.values() for server in cells}
        self.servers = [name for kind in ("ours", "ceiling", "peer") for name in self.kinds
                        if name in present and self.kinds[name] == kind]
        order = list(CASES)
        self.rows = sorted(self._cells, key=lambda row: (order.index(row[0]), row[1]))

    def of_kind(self, kind, rows=None):
        return [name for name in self.servers_of(self.rows if rows is None else rows) if self.kinds[name] == kind]

    def servers_of(self, rows):
        """The servers that were measured with any of these rows."""
        return [name for name in self.servers if any(name in self._cells[row] for row in rows)]

    def by_interface(self):
        """The titles of the interfaces that were measured, and the rows of each."""
        rows = {title: [row for row in self.rows if CASES[row[0]].interface == interface]
                for interface, title in INTERFACES.items()}
        return {title: found for title, found in rows.items() if found}

    def values(self, row, server, metric):
        rounds = self._cells[row].get(server, {})
        return [rounds[number][metric] for number in sorted(rounds) if rounds[number][metric] is not None]

    def value(self, row, server, metric):
        """The median of the rounds; for errors, their sum."""
        values = self.values(row, server, metric)
        return None if not values else sum(values) if metric == "errors" else median(values)

    def ratio(self, row, server, other):
        """The median of the ratios within each round, and the lowest and highest."""
        mine, theirs = (self._cells.get(row, {}).get(name, {}) for name in (server, other))
        ratios = [mine[number]["rps"] / theirs[number]["rps"] for number in mine
                  if number in theirs and theirs[number]["rps"]]
        return (median(ratios), min(ratios), max(ratios)) if ratios else None

    def best_peer(self, row):
        """The peer that served most, among those that answered at least 99 of 100 requests well."""
        good = [peer for peer in self.of_kind("peer") if self.value(row, peer, "rps")
                and self.value(row, peer, "errors") <= 0.01 * sum(self.values(row, peer, "requests"))]
        return max(good, key=lambda peer: self.value(row, peer, "rps"), default=None)
