"""Makes the plots, from the raw results only."""

import math

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "benchmarks"  # The same results give the same file

import matplotlib.pyplot as plt  # noqa: E402

from .cases import CASES  # noqa: E402

METRICS = (  # name in the raw results, title, whether the axis is logarithmic
    ("rps", "Requests per second", False),
    ("p50_ms", "Latency, median, ms", True),
    ("p99_ms", "Latency, 99th percentile, ms", True),
    ("cpu_cores", "CPU, cores", False),
    ("rss_mb", "Resident memory, MB", False),
    ("errors", "Errors", False),
)
COLUMNS = 3


def write(results, table, directory):
    """Write the plots that there are results for, and return their files and titles."""
    colors = _colors(results)
    images = []
    if table.rows:
        for metric, title, logarithmic in METRICS:
            images.append(_save(_metric(table, metric, title, logarithmic, colors), directory, metric, title))
    for case in dict.fromkeys(entry["case"] for entry in results["ramp"]):
        entries = _typical([entry for entry in results["ramp"] if entry["case"] == case])
        title = f"From launch: {CASES[case].title}"
        images.append(_save(_ramp(entries, title, colors), directory, f"ramp-{case}", title))
    measured = [entry for entry in results["memory"] if "rps" in entry]
    if measured:
        images.append(_save(_memory(measured), directory, "memory", "Memory by heap"))
    return images


def _colors(results):
    palette = plt.get_cmap("tab20").colors
    return {name: palette[index % len(palette)] for index, name in enumerate(results["servers"])}


def _metric(table, metric, title, logarithmic, colors):
    cases = list(dict.fromkeys(case for case, _ in table.rows))
    lines = -(-len(cases) // COLUMNS)
    figure, axes = plt.subplots(lines, COLUMNS, figsize=(5 * COLUMNS, 2.8 * lines + 1), squeeze=False,
                                layout="constrained")
    for index, axis in enumerate(axes.flat):
        if index >= len(cases):
            axis.set_axis_off()
            continue
        rows = [row for row in table.rows if row[0] == cases[index]]
        _bars(axis, table, rows, metric, colors)
        axis.set_title(CASES[cases[index]].title)
        if logarithmic:
            _make_logarithmic(axis)
    figure.suptitle(title)
    figure.legend(*_legend(axes.flat), loc="outside lower center", ncols=6)
    return figure


def _make_logarithmic(axis):
    """From a power of ten that every bar reaches above."""
    heights = [bar.get_height() for bar in axis.patches if bar.get_height() > 0]
    if heights:
        axis.set_yscale("log")
        axis.set_ylim(bottom=10 ** (math.ceil(math.log10(min(heights))) - 1))


def _bars(axis, table, rows, metric, colors):
    servers = table.servers_of(rows)
    width = 0.9 / len(servers)
    for place, server in enumerate(servers):
        bars = [(number, value) for number, row in enumerate(rows)
                if (value := table.value(row, server, metric)) is not None]
        if bars:
            axis.bar([number - 0.45 + (place + 0.5) * width for number, _ in bars], [value for _, value in bars],
                     width, label=server, color=colors[server], hatch=None if table.kinds[server] == "peer" else "//")
    axis.set_xticks(range(len(rows)), [f"{connections} conn." for _, connections in rows])


def _legend(axes):
    """The handles and labels of all axes, each label once."""
    handles = {}
    for axis in axes:
        for handle, label in zip(*axis.get_legend_handles_labels()):
            handles.setdefault(label, handle)
    return list(handles.values()), list(handles)


def _typical(entries):
    """Of each server the launch in the middle, by what it had served in the end."""
    launches = {}
    for entry in entries:
        launches.setdefault(entry["server"], []).append(entry)
    return [sorted(found, key=lambda entry: entry["points"][-1][1])[len(found) // 2] for found in launches.values()]


def _ramp(entries, title, colors):
    figure, (total, rate) = plt.subplots(1, 2, figsize=(14, 5), layout="constrained")
    for entry in entries:
        times, served = [point[0] for point in entry["points"]], [point[1] for point in entry["points"]]
        total.plot(times, served, label=entry["server"], color=colors[entry["server"]])
        rate.plot(times[1:], [(after - before) / (end - start) for before, after, start, end
                              in zip(served, served[1:], times, times[1:])], color=colors[entry["server"]])
    for axis, label in ((total, "requests served since launch"), (rate, "requests per second")):
        axis.set(xlabel="seconds since launch", ylabel=label, ylim=(0, None), xlim=(0, None))
    figure.suptitle(title)
    figure.legend(*_legend([total]), loc="outside lower center", ncols=6)
    return figure


def _memory(entries):
    labels = [f"{entry['server']}, {entry['heap']}" if entry["heap"] else entry["server"] for entry in entries]
    figure, axis = plt.subplots(figsize=(8, 0.35 * len(entries) + 1.2), layout="constrained")
    axis.barh(labels, [entry["rss_mb"] for entry in entries])
    axis.invert_yaxis()
    axis.set(xlabel="resident memory, MB", title="Memory by heap")
    return figure


def _save(figure, directory, name, title):
    file = f"{name}.svg"
    figure.savefig(directory / file, metadata={"Date": None})
    plt.close(figure)
    return file, title
