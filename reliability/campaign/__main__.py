"""Runs the campaign: all cases on both runtimes, or those that are named."""

import argparse
import contextlib
import datetime
import os
import pathlib
import platform
import random
import sys
import tempfile
import traceback

from campaign import cases, groups, report, server


class Campaign:
    """The servers that the cases share, and the results."""

    def __init__(self, options, work):
        self.short = options.short
        self.minutes = options.minutes
        self.seed = options.seed
        self.work = work
        self.running = {}
        self.started = 0

    def server(self, runtime, **options):
        """Return a running server with these settings; one that has died is replaced."""
        key = (runtime, repr(sorted(options.items())))
        found = self.running.get(key)
        if found and found.alive():
            return found
        self.stop()
        self.running[key] = self.start(runtime, **options)
        return self.running[key]

    def start(self, runtime, **options):
        """Start a server for one case alone."""
        return self.prepare(runtime, **options).__enter__()

    def prepare(self, runtime, **options):
        """Return a server that is not started."""
        self.started += 1
        return server.Server(runtime, self.work, f"{runtime}-{self.started}", **options)

    def stop(self):
        """End all servers."""
        for running in self.running.values():
            running.kill()
        self.running.clear()

    def run(self, case, runtime):
        """Run a case, whatever it raises."""
        result = cases.Result(case.group, case.name, runtime, case.expected)
        run = cases.Run(self, case, result)
        with cases.timed(result):
            try:
                case.run(run)
            except Exception as problem:
                run.fail(f"{type(problem).__name__}: {problem}")
                if not isinstance(problem, cases.Failed):
                    traceback.print_exc()
        for running in self.running.values():
            if not running.alive():
                run.fail(f"the server has ended with {running.process.returncode}")
        return result


def arguments():
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="reliability/run", description=__doc__)
    parser.add_argument("--short", action="store_true", help="what takes a minute at most, on CPython")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="NAME",
        help="only groups and cases with this in their name; can be given several times",
    )
    parser.add_argument(
        "--runtime",
        action="append",
        choices=["cpython", "graalpy"],
        help="by default both, and only cpython with --short",
    )
    parser.add_argument("--seed", type=int, default=random.randrange(10**9), help="of what is random")
    parser.add_argument("--minutes", type=float, default=3, help="how long the soak takes")
    parser.add_argument(
        "--output",
        type=pathlib.Path,
        default=server.HOME.parent / "target/reliability",
        metavar="DIRECTORY",
        help="where the results go, by default target/reliability",
    )
    parser.add_argument("--list", action="store_true", help="tell what there is, and what is expected")
    return parser.parse_args()


def selected(options):
    """Return the cases to run."""
    names = [name.lower() for name in options.only]
    return [
        case
        for case in cases.REGISTRY
        if (case.short or not options.short)
        and (not names or any(name in f"{case.group}: {case.name}".lower() for name in names))
    ]


def main():
    """Run the campaign, and tell by the exit status whether all was as expected."""
    options = arguments()
    groups.load()
    chosen = selected(options)
    if options.list:
        report.print_expectations(chosen)
        return 0
    if not chosen:
        print("No case has that in its name; --list tells what there is.", file=sys.stderr)
        return 2
    if not (server.FOLDER / "wsgi-server.jar").exists():
        print("Package the server first: ./mvnw -B -ntp -DskipTests -pl wsgi-server -am package", file=sys.stderr)
        return 2
    options.output.mkdir(parents=True, exist_ok=True)
    results = []
    began = datetime.datetime.now(datetime.timezone.utc)
    with tempfile.TemporaryDirectory(prefix="reliability-") as directory, contextlib.ExitStack() as stack:
        work = pathlib.Path(directory)
        campaign = Campaign(options, work)
        stack.callback(campaign.stop)
        for runtime in options.runtime or (["cpython"] if options.short else ["cpython", "graalpy"]):
            for case in chosen:
                if runtime in case.runtimes:
                    results.append(campaign.run(case, runtime))
                    report.print_result(results[-1])
            campaign.stop()
        report.keep_logs(work, options.output)
    machine = {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}
    report.write(
        options.output / "results.json",
        results,
        {
            "began": began.isoformat(timespec="seconds"),
            "short": options.short,
            "seed": options.seed,
            "machine": machine,
        },
    )
    return report.print_summary(results, options.output)


sys.exit(main())
