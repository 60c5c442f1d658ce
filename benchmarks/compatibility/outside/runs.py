"""Suites that are run to their ends, by several processes if some of them hang or die."""

import json
import sys
import time

__all__ = ["Run"]

_STEP = 0.2


class Run:
    """Runs suites in a target. A group that hangs, or that ends its process, is left out from then on."""

    def __init__(self, target, jobs, silence, limit):
        self._target = target
        self._jobs = jobs
        self._names = {job.name: name for name, job in jobs.items()}
        self._silence = silence
        self._end = time.monotonic() + limit
        self._omit = {name: [] for name in jobs}
        self._outcomes = {name: {"tests": {}, "stopped": [], "finished": False} for name in jobs}

    def outcomes(self):
        """Return for each suite the outcome of each test, the groups that were stopped, and whether all was run."""
        while time.monotonic() < self._end:
            suite = self._read(self._once())
            if suite is None:
                break
            print(f"{suite}: {self._outcomes[suite]['stopped'][-1]} was stopped\n{self._target.tail()}", file=sys.stderr)
        return self._outcomes

    def _read(self, events):
        """Take the events of a process over, and return the suite that it was stopped in."""
        suite, group = None, "before the first test"
        for event, value in events:
            if event == "suite":
                suite, group = self._names[value], "before the first test"
                outcome = self._outcomes[suite]
            elif event == "group":
                group = value
                self._omit[suite].append(value)
            elif event == "test":
                name, result, detail = value
                # What is torn down may fail after its test has passed
                if outcome["tests"].get(name, {}).get("outcome") != "failed":
                    outcome["tests"][name] = {"outcome": result, "detail": detail}
            elif event == "broken":
                outcome["stopped"].append(value)
                print(f"{suite}: {value}", file=sys.stderr)
            elif event == "end":
                outcome["finished"] = True
                suite = None
        if suite is not None:
            outcome["stopped"].append(group)
            if group == "before the first test":
                outcome["finished"] = True
        return suite

    def _once(self):
        output = self._target.directory / "events"
        output.write_bytes(b"")
        left = [name for name, outcome in self._outcomes.items() if not outcome["finished"]]
        described = [{**self._jobs[name].description(), "omit": self._omit[name]} for name in left]
        self._target.start({"suites": described, "output": str(output)})
        try:
            size, heard = 0, time.monotonic()
            while self._target.is_running():
                time.sleep(_STEP)
                now = time.monotonic()
                if output.stat().st_size != size:
                    size, heard = output.stat().st_size, now
                if now - heard > self._silence or now > self._end:
                    break
        finally:
            self._target.end()
        return [json.loads(line) for line in output.read_text("utf-8").splitlines() if line.endswith("]")]
