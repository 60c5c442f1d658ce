"""The command line."""

import argparse
import datetime
import os
import shutil
import signal
import sys
from dataclasses import replace
from pathlib import Path

from . import idle, install, jmh, machine, matrix, memory, operations, ramp, servers
from .cases import CASES, CONNECTIONS
from .load import Load
from .paths import RESULTS
from .process import allow_open_files
from .results import Results
from .session import Session

PARTS = {"matrix": matrix.run, "ramp": ramp.run, "memory": memory.run, "operations": operations.run,
         "idle": idle.run}
OWN = ["ours", "ours-cpython", "ceiling"]
START = 25  # seconds, about, until a JVM serves
OPERATIONS = 80  # about
OTHER_FILES = 500  # that a process may open beside its connections


def parse(arguments):
    parser = argparse.ArgumentParser(prog="benchmarks/run", description="Measures WSGI and ASGI servers side by side.",
                                     formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    add = parser.add_argument
    peers = [peer.name for peer in servers.PEERS]
    add("--parts", type=_names([*PARTS, "jmh"]), default=list(PARTS), metavar="PART,…",
        help="what to measure: " + ", ".join([*PARTS, "jmh"]))
    add("--servers", type=_names([*peers, *OWN]), default=[*peers, *OWN], metavar="SERVER,…",
        help="which servers: " + ", ".join([*peers, *OWN]))
    add("--ours", action="append", default=[], type=servers.parse_ours, metavar="'NAME=FOLDER OPTION…'",
        help="one more build of ours, with options of the application (--wsgi.threads=8) and the JVM (-Xmx512m); "
             "may be repeated")
    add("--restored", action="append", default=[], type=servers.parse_ours, metavar="'NAME=FOLDER OPTION…'",
        help="the same, restored from a checkpoint, which is made before: needs root and CRIU; may be repeated")
    add("--cases", type=_names(CASES), default=[name for name, case in CASES.items() if not case.extra], metavar="CASE,…",
        help="which cases: " + ", ".join(CASES))
    add("--connections", type=_numbers, default=None, metavar="N,…",
        help=f"numbers of connections, by default {','.join(map(str, CONNECTIONS))}, or those that the case has")
    add("--duration", type=int, default=5, metavar="S", help="seconds of each measurement")
    add("--warmup", type=int, default=120, metavar="S",
        help="seconds of load for each application before, on GraalPy, shared by its cases; a quarter on another JVM")
    add("--peer-warmup", type=int, default=1, metavar="S", help="seconds of load for each case before, elsewhere")
    add("--rounds", type=int, default=3, metavar="N", help="how often everything is measured, servers taking turns")
    add("--start-cases", type=_names([name for name, case in CASES.items() if not case.websocket]), default=["flask-hello"], metavar="CASE,…",
        help="cases of the parts ramp and memory")
    add("--ramp-seconds", type=int, default=120, metavar="S", help="seconds of each ramp")
    add("--launches", type=int, default=5, metavar="N", help="how often each server is launched in the part ramp")
    add("--checkpoint-load", type=int, default=60, metavar="S",
        help="seconds of load before a checkpoint, shared by the pages of the application")
    add("--start-connections", type=int, default=16, metavar="N", help="connections of the parts ramp and memory")
    add("--operation-seconds", type=float, default=4, metavar="S",
        help="seconds of each operation of the part operations, and as many before that to warm up")
    add("--idle-connections", type=int, default=10_000, metavar="N", help="how many in the part idle")
    add("--memory-warmup", type=int, default=120, metavar="S", help="seconds of load before memory is measured")
    cores = sorted(os.sched_getaffinity(0))[:2]
    add("--cores", type=_cores, default=set(cores), metavar="N,…", help="cores for the servers")
    add("--load-cores", type=_cores, default=None, metavar="N,…", help="cores for the load, by default the servers'")
    add("--processes", type=int, default=None, metavar="N",
        help="processes of a server that can have several, by default one for each of its cores")
    add("--output", type=Path, default=None, metavar="DIR", help="where the results go, by default into results/")
    add("--jmh", default="", metavar="OPTIONS", help="options for JMH")
    add("--smoke", action="store_true",
        help="a test of the benchmark itself: a second of each case, with waitress, uvicorn, ours on both runtimes and "
             "ceiling")
    add("--install-packages", action="store_true", help="install what is needed from Debian first, as root")
    add("--upgrade", action="store_true", help="upgrade the servers to what is current on PyPI")
    add("--no-build", action="store_true", help="measure what was built before")
    add("--dry-run", action="store_true", help="only tell how long it would take")
    add("--report", type=Path, metavar="DIR", help="only write the report of these results again")
    options = parser.parse_args(arguments)
    if options.smoke:
        options.servers = ["waitress", "uvicorn", *OWN]
        options.connections, options.duration, options.rounds = [64], 1, 1
        options.warmup, options.peer_warmup, options.ramp_seconds, options.operation_seconds = 0, 0, 3, 0
        options.launches = 1
    options.load_cores = options.load_cores or options.cores
    options.processes = options.processes or len(options.cores)
    return options


def _names(known):
    def parse_names(text):
        names = text.split(",")
        unknown = [name for name in names if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; there are {', '.join(known)}")
        return names
    return parse_names


def _numbers(text):
    return sorted({int(number) for number in text.split(",")})


def _cores(text):
    return set(_numbers(text))


def selected_servers(options):
    available = {server.name: server for server in [*servers.PEERS, *servers.built(options.smoke)]}
    restored = [replace(server, checkpoint_load=options.checkpoint_load) for server in options.restored]
    chosen = [available[name] for name in options.servers] + options.ours + restored
    names = [server.name for server in chosen]
    if len(set(names)) < len(names):
        sys.exit(f"two servers have the same name: {', '.join(names)}")
    return chosen


def plan(options, chosen):
    """The servers and cases of each part."""
    start_cases = [CASES[name] for name in options.start_cases]
    # In the test of the benchmark itself, the start of a JVM for each of these would take too long
    starters = [server for server in chosen if not (options.smoke and server.is_java)]
    return {part: (chosen, [CASES[name] for name in options.cases]) if part == "matrix"
            else (chosen if part == "operations" else starters, start_cases)
            for part in PARTS if part in options.parts}


def estimate(options, planned):
    """About how many minutes each part takes: the measurements, and a second or so between them."""
    seconds = {}
    for part, (chosen, cases) in planned.items():
        pairs = [(server, case) for case in cases for server in chosen if server.serves(case)]
        if part == "matrix":
            measurements = sum(len(matrix.connections_of(options, case)) for _, case in pairs) * options.rounds
            warmups = sum(options.peer_warmup for server, _ in pairs if not server.is_java)
            warmups += sum(matrix.application_warmup_of(options, server)
                           for server, _ in {(server, case.app) for server, case in pairs if server.is_java})
            starts = sum(START if server.is_java else 1
                         for server, _ in {(server, case.app) for server, case in pairs})
            seconds[part] = measurements * (options.duration + 1) + warmups + starts
        elif part == "operations":
            ours = sum(server.kind == "ours" for server in chosen)
            seconds[part] = ours * (START + 2 * OPERATIONS * options.operation_seconds) + OPERATIONS * 0.3
        elif part == "idle":
            seconds[part] = sum((START + options.warmup) * server.is_java + options.rounds * (
                2 * options.duration + options.idle_connections / 1000) for server, _ in pairs)
        elif part == "ramp":
            seconds[part] = options.launches * len(pairs) * (options.ramp_seconds + 3)
        else:
            java = sum(server.is_java for server, _ in pairs)
            heaps = len(memory.HEAPS) * (START + options.memory_warmup + options.duration)
            seconds[part] = java * (heaps + 6 * (START + memory.HEAP_SECONDS)) + len(pairs) * (options.duration + 3)
    return {part: value / 60 for part, value in seconds.items()} | ({"jmh": 13} if "jmh" in options.parts else {})


def main(arguments=None):
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: sys.exit(128 + number))  # Stops the servers on the way out
    options = parse(arguments)
    if options.report:
        return write_report(options.report)
    chosen = selected_servers(options)
    planned = plan(options, chosen)
    minutes = estimate(options, planned)
    print(f"About {sum(minutes.values()):.0f} minutes: "
          + ", ".join(f"{part} {value:.0f}" for part, value in minutes.items()), flush=True)
    if options.dry_run:
        return 0
    prepare(options, chosen)
    return measure(options, chosen, planned)


def prepare(options, chosen):
    if options.install_packages:
        install.debian_packages()
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: install it, or run with --install-packages as root")
    install.python_packages(chosen, options.upgrade)
    if any(server.is_java for server in chosen) and not (options.no_build and install.is_built()):
        install.ours()


def measure(options, chosen, planned):
    started = datetime.datetime.now()
    directory = (options.output or RESULTS / started.strftime("%Y-%m-%d-%H%M%S")).resolve()
    directory.mkdir(parents=True, exist_ok=True)
    about = machine.describe(chosen, options.cores, options.load_cores)
    about["options"] = {name: getattr(options, name) for name in
                        ("processes", "duration", "warmup", "peer_warmup", "rounds", "ramp_seconds", "launches",
                         "checkpoint_load", "memory_warmup", "idle_connections", "operation_seconds")}
    about["smoke"] = options.smoke
    results = Results(directory, about)
    for server in chosen:
        results.describe(server)
    _check_open_files(options, planned)
    install.data(directory / "data")
    session = Session(options, Load(options.load_cores, directory / "data"), results, directory)
    for part, (takers, cases) in planned.items():
        PARTS[part](session, takers, cases)
    if "jmh" in options.parts:
        jmh.run(results, options.jmh)
    results.values["about"]["minutes"] = round((datetime.datetime.now() - started).total_seconds() / 60, 1)
    results.save()
    shutil.rmtree(directory / "data")
    write_report(directory)
    return 1 if results.values["failures"] or options.smoke and unserved(results.values["matrix"]) else 0


def _check_open_files(options, planned):
    _, cases = planned.get("matrix", ((), ()))
    needed = max((count for case in cases for count in matrix.connections_of(options, case)), default=0)
    if "idle" in planned:
        needed = max(needed, options.idle_connections)
    allowed = allow_open_files()
    if allowed < needed + OTHER_FILES:
        sys.exit(f"{needed} connections need a limit of {needed + OTHER_FILES} open files, and it is {allowed}: raise "
                 "it (ulimit -Hn), or take fewer --connections or --idle-connections")


def unserved(measurements):
    """Say which measurements of a test run saw errors or no response at all."""
    bad = [entry for entry in measurements if entry["errors"] or not entry["requests"]]
    for entry in bad:
        print(f"FAILED: {entry}", file=sys.stderr)
    return bad


def write_report(directory):
    from . import report  # Not before matplotlib is installed
    print(report.write(directory))
    return 0
