"""The JMH benchmarks of the gateway, which need no HTTP and no wrk."""

import json
import subprocess

from .paths import BENCHMARKS, ROOT

RESULTS = BENCHMARKS / "target" / "jmh.json"


def run(results, options):
    subprocess.run([str(ROOT / "mvnw"), "-B", "-ntp", "-q", "-DskipTests", "-Pjmh", f"-Djmh.options={options}",
                    "-pl", "benchmarks", "-am", "verify"], cwd=ROOT, check=True)
    for entry in json.loads(RESULTS.read_text()):
        metric = entry["primaryMetric"]
        results.add("jmh", {"benchmark": entry["benchmark"].rpartition("benchmarks.")[2],
                            "parameters": entry.get("params", {}), "score": metric["score"],
                            "error": metric["scoreError"], "unit": metric["scoreUnit"]})
