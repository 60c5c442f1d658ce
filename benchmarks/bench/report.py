"""Makes the tables, from the raw results only."""

import json
import math
from statistics import median

from . import plots
from .cases import CASES
from .results import Matrix

METRICS = (  # name in the raw results, title, format
    ("rps", "Requests per second", "{:,.0f}"),
    ("p50_ms", "Latency, median, ms", "{:,.2f}"),
    ("p99_ms", "Latency, 99th percentile, ms", "{:,.1f}"),
    ("cpu_cores", "CPU, cores", "{:.2f}"),
    ("cpu_us", "CPU for a request, µs", "{:,.0f}"),
    ("rss_mb", "Resident memory, MB", "{:,.0f}"),
    ("errors", "Errors", "{:,.0f}"),
)
BASELINE = "gunicorn-sync"
QUIET = 0.1  # cores that everything else may use


def write(directory):
    """Write the report and the plots beside the raw results, and return the report's file."""
    results = json.loads((directory / "results.json").read_text())
    table = Matrix(results)
    sections = [_about(results), _warning(results), _failures(results), _ratios(table),
                *_metrics(table), _ramp(results),
                _memory(results), _operations(results), _idle(results), _jmh(results), _steadiness(table), _noise(results)]
    images = plots.write(results, table, directory)
    sections += [f"## Plots\n\n" + "\n\n".join(f"![{title}]({file})" for file, title in images)] if images else []
    file = directory / "report.md"
    file.write_text("\n\n".join(filter(None, sections)) + "\n")
    return file


def _table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def _row_title(row):
    return [CASES[row[0]].title, row[1]]


def _about(results):
    about = results["about"]
    lines = [f"- {about['date']}, commit {about['commit']}",
             f"- {about['processor']}, {about['cores']} cores, {about['memory_gb']} GB; "
             f"servers on cores {_list(about['server_cores'])}, load on cores {_list(about['load_cores'])}",
             f"- {about['system']}; load average before the run {about['load_average_at_start']:.2f}",
             "- " + ", ".join(f"{name} {version}" for name, version in about["versions"].items()),
             "- on GraalPy: " + ", ".join(about["frameworks_on_graalpy"]),
             "- " + ", ".join(f"{name} {value}" for name, value in about["options"].items())]
    rows = [[name, f"`{server.get('command', 'did not start')}`", server.get("java_options") or "", server.get("java")
             or ""] for name, server in results["servers"].items()]
    title = "# Test of the benchmark itself: its numbers mean nothing" if about["smoke"] else "# Benchmark"
    return (f"{title}\n\n" + "\n".join(lines) + "\n\n" + _table(["server", "command", "JAVA_OPTS", "JDK"], rows))


def _warning(results):
    """Say first of all when the machine was not quiet: such a run must not be published."""
    others = [entry["other_cores"] for entry in results["matrix"]]
    if not others or median(others) <= QUIET:
        return None
    return (f"**The machine was busy: everything else used {median(others):.2f} of {results['about']['cores']} cores "
            "during a measurement (median). Do not publish this run.**")


def _list(values):
    return ", ".join(map(str, values))


def _failures(results):
    if not results["failures"]:
        return None
    return "## Failures\n\n" + _table(["server", "what", "problem"], [
        [entry["server"], entry["what"], "`" + " ".join(entry["problem"].split()).replace("|", "\\|")[-300:] + "`"]
        for entry in results["failures"]])


def _by_interface(table, make):
    """The table of all rows, or one for each interface if there are several."""
    parts = table.by_interface()
    return "\n\n".join((f"### {title}\n\n" if len(parts) > 1 else "") + make(table, rows)
                       for title, rows in parts.items())


def _ratios(table):
    ours = table.of_kind("ours")
    if not table.rows or not ours:
        return None
    text = ("## Ratios\n\nRequests per second of ours divided by the other's: the median of the ratios within each "
            "round, and the lowest and highest.\n\n" + _by_interface(table, _ratio_table))
    echo = [f"{name} at {count} connections {_share_of_get(table, name, count)}"
            for name in ours + table.of_kind("ceiling")
            for case, count in table.rows if case == "echo-10k" and _share_of_get(table, name, count)]
    return text + (f"\n\n10 KB echo divided by 10 KB GET: {'; '.join(echo)}." if echo else "")


def _ratio_table(table, rows):
    ours, peers, ceilings = (table.of_kind(kind, rows) for kind in ("ours", "peer", "ceiling"))
    header = ["case", "connections"] + ["best peer", "its requests/s"] * bool(peers)
    for name in ours:
        header += [f"{name}, requests/s"] + [f"{name} / best peer"] * bool(peers)
        header += [f"{name} / {BASELINE}"] * (BASELINE in peers) + [f"{name} / ceiling"] * bool(ceilings)
        header += [f"{name} / {ours[0]}"] * (name != ours[0])
    return _table(header, [
        _row_title(row) + _best_of(table, row) * bool(peers)
        + [cell for name in ours for cell in _ratios_of(table, row, name, ours[0], peers, ceilings)] for row in rows])


def _best_of(table, row):
    best = table.best_peer(row)
    return [best, f"{table.value(row, best, 'rps'):,.0f}"] if best else ["", ""]


def _ratios_of(table, row, name, first, peers, ceilings):
    rps = table.value(row, name, "rps")
    cells = ["" if rps is None else f"{rps:,.0f}"]
    cells += [_ratio(table, row, name, table.best_peer(row))] * bool(peers)
    cells += [_ratio(table, row, name, BASELINE)] * (BASELINE in peers)
    cells += [_ratio(table, row, name, ceilings[0])] if ceilings else []
    return cells + [_ratio(table, row, name, first)] * (name != first)


def _ratio(table, row, name, other):
    ratio = table.ratio(row, name, other)
    return "" if ratio is None else "**{:.2f}** ({:.2f}–{:.2f})".format(*ratio)


def _share_of_get(table, name, connections):
    get, echo = (table.value((case, connections), name, "rps") if (case, connections) in table.rows else None
                 for case in ("get-10k", "echo-10k"))
    return f"{echo / get:.2f}" if get and echo is not None else None


def _metrics(table):
    for metric, title, template in METRICS if table.rows else ():
        note = "the sum" if metric == "errors" else "the median"
        tables = _by_interface(table, lambda table, rows: _metric_table(table, rows, metric, template))
        yield f"## {title}\n\nOf the rounds {note}.\n\n{tables}"


def _metric_table(table, rows, metric, template):
    servers = table.servers_of(rows)
    return _table(["case", "connections", *servers], [
        _row_title(row) + ["" if value is None else template.format(value) for value in
                           (table.value(row, server, metric) for server in servers)] for row in rows])


def _ramp(results):
    if not results["ramp"]:
        return None
    marks = list(results["ramp"][0]["served"])
    launches = {}
    for entry in results["ramp"]:
        launches.setdefault((entry["case"], entry["server"]), []).append(entry)
    served, costs = [], []
    for (case, server), entries in launches.items():
        title = [CASES[case].title, server]
        by = {mark: median(entry["served"][mark] for entry in entries) for mark in marks}
        base = launches.get((case, BASELINE))
        served.append([*title, _spread([entry["first_200"] for entry in entries]),
                       *(f"{by[mark]:,.0f}" for mark in marks),
                       *(_ramp_ratio(by, base, mark) for mark in marks), sum(entry["errors"] for entry in entries)])
        costs.append([*title, _spread([entry["cpu_at_first_200"] for entry in entries]),
                      *(_seconds(median(entry["cpu"][mark] for entry in entries)) for mark in marks),
                      f"{median(entry['rss_mb'] for entry in entries):.0f}",
                      f"{median(entry.get('pss_mb') or 0 for entry in entries):.0f}"])
    connections = results["ramp"][0]["connections"]
    number = max(len(entries) for entries in launches.values())
    return (f"## From launch\n\n{connections} connections from the moment the port is open; times count from the "
            f"launch. Medians of {number} launches, with the lowest and the highest; for errors, the sum. Served:\n\n"
            + _table(["case", "server", "first 200, s", *(f"by {mark} s" for mark in marks),
                      *(f"{mark} s: / {BASELINE}" for mark in marks), "errors"], served)
            + "\n\nProcessor time, in seconds, and memory at the end:\n\n"
            + _table(["case", "server", "at first 200", *(f"by {mark} s" for mark in marks), "RSS, MB", "PSS, MB"],
                     costs))


def _ramp_ratio(served, base, mark):
    expected = median(entry["served"][mark] for entry in base) if base else 0
    return f"{served[mark] / expected:.2f}" if expected else ""


def _spread(values):
    """The median, and in parentheses the lowest and the highest; nothing if there was a failure."""
    if None in values:
        return ""
    if len(values) == 1:
        return _precise(values[0])
    return f"{_precise(median(values))} ({_precise(min(values))}–{_precise(max(values))})"


def _precise(value):
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _seconds(value):
    return "" if value is None else f"{value:.1f}"


def _memory(results):
    if not results["memory"]:
        return None
    measured = [entry for entry in results["memory"] if "rps" in entry]
    default = {(entry["server"], entry["case"]): entry["rps"] for entry in measured if not entry["heap"]}
    rows = [[CASES[entry["case"]].title, entry["server"], entry["heap"] or "default", f"{entry['rss_mb']:.0f}",
             f"{entry['pss_mb']:.0f}", f"{entry['rps']:,.0f}",
             f"{entry['rps'] / default[entry['server'], entry['case']]:.2f}"
             if default.get((entry["server"], entry["case"])) else "", entry["errors"]] for entry in measured]
    text = "## Memory\n\n" + _table(["case", "server", "heap", "RSS, MB", "PSS, MB", "requests/s", "/ default heap",
                                     "errors"], rows)
    for entry in results["memory"]:
        if "smallest_heap_mb" in entry:
            text += (f"\n\nSmallest heap of {entry['server']} that serves {CASES[entry['case']].title}: "
                     f"{entry['smallest_heap_mb'] or 'above the largest tried'} MB.")
    return text


def _operations(results):
    if not results.get("operations"):
        return None
    rows = [[entry["operation"], entry["server"], f"{entry['cpython_us']:,.2f}", f"{entry['us']:,.2f}",
             f"{entry['ratio']:.2f}"] for entry in sorted(results["operations"], key=lambda entry: entry["ratio"])]
    count = sum(entry["ratio"] <= 1 for entry in results["operations"])
    return (f"## Everyday operations\n\nMicroseconds of a call, warm, as CPython takes them and as ours does. {count} "
            f"of {len(rows)} are at least as fast as in CPython.\n\n"
            + _table(["operation", "server", "CPython, µs", "ours, µs", "ours / CPython"], rows))


def _idle(results):
    if not results.get("idle"):
        return None
    rows = [[CASES[entry["case"]].title, entry["server"], entry["round"], f"{entry['alive']:,}",
             f"{entry['rps_before']:,.0f}", f"{entry['rps']:,.0f}", f"**{entry['ratio']:.2f}**", entry["errors"],
             f"{entry['rss_mb_before']:.0f}", f"{entry['rss_mb']:.0f}"] for entry in results["idle"]]
    return ("## Idle connections\n\nThroughput before and beside connections that are kept alive and idle.\n\n"
            + _table(["case", "server", "round", "idle connections", "requests/s before", "beside them", "ratio",
                      "errors", "RSS before, MB", "beside them"], rows))


def _jmh(results):
    if not results["jmh"]:
        return None
    rows = [[entry["benchmark"], _list(entry["parameters"].values()), f"{entry['score']:,.2f}",
             "" if math.isnan(float(entry["error"])) else f"{float(entry['error']):,.2f}", entry["unit"]]
            for entry in results["jmh"]]
    return "## The gateway without HTTP (JMH)\n\n" + _table(["benchmark", "request", "score", "error", "unit"], rows)


def _steadiness(table):
    """Whether a server was still getting faster: what the last round served, divided by what the first did."""
    shares = {}
    for server in table.servers:
        rounds = [table.values(row, server, "rps") for row in table.rows]
        gains = [values[-1] / values[0] for values in rounds if len(values) > 1 and values[0]]
        if gains:
            shares[server] = median(gains)
    if not shares:
        return None
    return ("Last round divided by the first, the median of the cases; well above 1 means that a server was still "
            "warming up: " + ", ".join(f"{server} {share:.2f}" for server, share in shares.items()) + ".")


def _noise(results):
    others = [entry["other_cores"] for entry in results["matrix"]]
    if not others:
        return None
    return (f"Everything else on the machine used {median(others):.2f} cores during a measurement (median), "
            f"{max(others):.2f} at most.")
