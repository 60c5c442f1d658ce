"""The frameworks, with the tests that their source distributions contain."""

import subprocess
import tarfile
from dataclasses import dataclass

from .jobs import Job

__all__ = ["FRAMEWORKS"]


@dataclass
class _OfFramework:
    """The tests in the source distribution of a framework, which are for pytest, or for Django's own runner."""

    name: str
    version: str
    needs: tuple = ()
    tests: tuple = ("tests",)
    options: tuple = ()
    kind: str = "pytest"

    def prepare(self, places, packages):
        """Fetch the source distribution, and install the framework with what its tests need, once."""
        home = packages / f"{self.name}-{self.version}"
        installed = home / "installed"
        if not installed.is_dir():
            pip = [places.python, "-m", "pip", "--quiet", "--disable-pip-version-check"]
            wanted = f"{self.name}=={self.version}"
            subprocess.run([*pip, "download", "--no-deps", "--no-binary", self.name, "--dest", home, wanted], check=True)
            with tarfile.open(next(home.glob("*.tar.gz"))) as archive:
                archive.extractall(home / "source", filter="data")
            # Some configurations are not for pytest 9
            subprocess.run([*pip, "install", "--target", home / "unfinished", "pytest<9", wanted, *self.needs], check=True)
            (home / "unfinished").rename(installed)
        source = next((home / "source").iterdir())
        return Job(self.kind, str(source), [str(installed)], [*self.tests, *self.options])


FRAMEWORKS = {
    suite.name: suite
    for suite in (
        _OfFramework("bottle", "0.13.4", tests=("test",)),
        _OfFramework("click", "8.3.1"),
        _OfFramework("falcon", "4.4.0", ("testtools", "requests", "PyYAML", "aiofiles", "httpx", "pytest-asyncio<1.4")),
        _OfFramework("flask", "3.1.3", ("asgiref", "python-dotenv")),
        _OfFramework("itsdangerous", "2.2.0", ("freezegun",)),
        _OfFramework("jinja2", "3.1.6", ("trio",)),
        # What needs no server
        _OfFramework(
            "pg8000",
            "1.31.6",
            ("pytest-mock", "pytz"),
            tuple(f"test/test_{name}.py" for name in ("converters", "types", "utils")),
        ),
        _OfFramework("pyramid", "2.1", ("webtest", "zope.component", "pytest-cov")),
        # What asks for the fixture httpbin fails everywhere
        _OfFramework("requests", "2.34.2", ("pytest-mock", "PySocks")),
        _OfFramework(
            "sqlalchemy",
            "2.1.9",
            tests=(
                "test/base", "test/engine",
                *(f"test/sql/test_{name}.py" for name in ("compiler", "functions", "metadata", "query", "resultset", "returning")),
            ),
            options=("--maxfail=0",),
        ),
        _OfFramework("webob", "1.8.11"),
        # What is marked as dev_server starts other Pythons, and time limits by signals are for main threads
        _OfFramework(
            "werkzeug",
            "3.1.8",
            ("ephemeral-port-reserve", "pytest-timeout", "watchdog"),
            options=("-m", "not dev_server", "--timeout-method=thread"),
        ),
        _OfFramework(
            "django",
            "5.2.19",
            ("jinja2", "PyYAML", "tzdata"),
            (
                "apps", "cache", "check_framework", "conditional_processing", "context_processors", "csrf_tests", "dispatch",
                "file_storage", "file_uploads", "files", "forms_tests", "handlers", "httpwrappers", "logging_tests", "mail",
                "messages_tests", "middleware", "pagination", "requests_tests", "resolve_url", "responses", "servers",
                "sessions_tests", "settings_tests", "shortcuts", "signals", "signing", "sitemaps_tests", "staticfiles_tests",
                "syndication_tests", "template_backends", "template_loader", "template_tests", "test_client",
                "urlpatterns", "urlpatterns_reverse", "utils_tests", "validators", "view_tests", "wsgi",
                "aggregation", "annotations", "auth_tests", "backends", "basic", "bulk_create", "dates", "datetimes",
                "db_functions", "expressions", "generic_views", "lookup", "migrations", "model_fields", "model_forms",
                "model_formsets", "queries", "serializers", "timezones", "transactions", "validation",
            ),
            kind="django",
        ),
    )
}
