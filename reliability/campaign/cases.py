"""What a case is, and what became of it."""

import contextlib
import dataclasses
import time

REGISTRY = []


class Failed(Exception):
    """The server did something else than what was expected."""


@dataclasses.dataclass(frozen=True)
class Case:
    """Something to try, with the result that is expected of it."""

    group: str
    name: str
    expected: str
    run: object
    short: bool
    runtimes: tuple
    # Of the servers of the case, such as another application
    options: dict = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Result:
    """What became of a case."""

    group: str
    name: str
    runtime: str
    expected: str
    passed: bool = True
    tried: int = 0
    lost: int = 0
    seconds: float = 0
    failures: list = dataclasses.field(default_factory=list)
    figures: dict = dataclasses.field(default_factory=dict)


def case(group, name, expected, short=False, runtimes=("cpython", "graalpy")):
    """Register a function as a case; short tells whether it is in the short form, too."""

    def register(function):
        REGISTRY.append(Case(group, name, expected, function, short, runtimes))
        return function

    return register


def again(function, group, short=False, **options):
    """Register a case once more, in another group and with other options of its servers."""
    known = next(found for found in REGISTRY if found.run is function)
    REGISTRY.append(dataclasses.replace(known, group=group, short=short, options=options))


class Run:
    """A case as it runs: the function of the case tells it what happens."""

    def __init__(self, campaign, case_, result):
        self.campaign = campaign
        self.case = case_
        self.result = result

    @property
    def runtime(self):
        """The Python that runs the application."""
        return self.result.runtime

    @property
    def short(self):
        """Whether there is little time."""
        return self.campaign.short

    def amount(self, full, short):
        """Return how much of something to do."""
        return short if self.short else full

    def server(self, **options):
        """Return the running server with these settings, which cases share."""
        return self.campaign.server(self.runtime, **{**self.case.options, **options})

    def tried(self, count=1):
        """Count what was tried."""
        self.result.tried += count

    def lost(self, count=1):
        """Count what was lost, such as a request without an answer."""
        self.result.lost += count

    def figure(self, name, value):
        """Note a figure for the report."""
        self.result.figures[name] = value

    def fail(self, message):
        """Note that something was not as expected, and go on."""
        self.result.passed = False
        if len(self.result.failures) < 50:
            self.result.failures.append(message)

    def check(self, condition, message):
        """Note a failure unless a condition holds."""
        if not condition:
            self.fail(message)
        return condition

    def check_alive(self, target, cause):
        """Note a failure unless a server still runs."""
        return self.check(target.alive(), f"{cause} has ended the process: {target.tail(1000)}")


@contextlib.contextmanager
def timed(result):
    """Measure how long something takes."""
    began = time.monotonic()
    try:
        yield
    finally:
        result.seconds = round(time.monotonic() - began, 2)
