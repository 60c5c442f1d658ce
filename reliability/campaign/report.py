"""Prints results, and writes them down for machines."""

import dataclasses
import json
import shutil


def print_expectations(cases):
    """Print what there is to run."""
    group = None
    for case in cases:
        if case.group != group:
            group = case.group
            print(f"\n{group}")
        print(f"  {case.name}{' (short)' if case.short else ''}\n      {case.expected}")


def print_result(result):
    """Print what became of a case as a row of a table."""
    figures = ", ".join(f"{name} {value}" for name, value in result.figures.items())
    print(
        f"{'ok  ' if result.passed else 'FAIL'} {result.runtime:8} {result.group:16} {result.name:58} "
        f"tried {result.tried:>7}  lost {result.lost:>4}  {result.seconds:>7.2f} s  {figures}",
        flush=True,
    )
    for failure in result.failures[:12]:
        print(f"       {failure}", flush=True)
    if len(result.failures) > 12:
        print(f"       … and {len(result.failures) - 12} more", flush=True)


def print_summary(results, output):
    """Print the end, and return the exit status."""
    failed = [result for result in results if not result.passed]
    print(
        f"{len(results)} cases, {sum(result.tried for result in results)} tries, "
        f"{sum(result.lost for result in results)} lost, {len(failed)} not as expected; see {output}/results.json"
    )
    return 1 if failed else 0


def write(path, results, context):
    """Write all results as JSON."""
    path.write_text(
        json.dumps({**context, "cases": [dataclasses.asdict(result) for result in results]}, indent=2) + "\n"
    )


def keep_logs(work, output):
    """Keep the logs of all servers."""
    for log in work.glob("*/log"):
        shutil.copyfile(log, output / f"{log.parent.name}.log")
