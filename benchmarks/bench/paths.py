"""Where things are."""

from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
ROOT = BENCHMARKS.parent
APPS = BENCHMARKS / "apps"
VENV = BENCHMARKS / ".venv"
PACKAGES = VENV / "graalpy-packages"  # The frameworks for the applications on GraalPy
SAMPLE = ROOT / "sample-app" / "target" / "sample-app"
SERVER = ROOT / "wsgi-server" / "target" / "wsgi-server"
CEILING = BENCHMARKS / "target" / "ceiling"
RESULTS = BENCHMARKS / "results"


def relative(text):
    """A text in which paths of this machine are relative to the project."""
    return text.replace(f"{ROOT}/", "").replace(str(ROOT), ".")
