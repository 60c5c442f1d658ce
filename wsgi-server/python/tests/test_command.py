"""Tests for the command, without a server."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from wsgi_server import command, java


class JavaTests(unittest.TestCase):
    """Tests for what is found, and what is said if nothing is."""

    def setUp(self):
        """Make an empty directory."""
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)

    def installed(self, name, version):
        """Make what looks like a Java."""
        home = self.directory / name
        (home / "bin").mkdir(parents=True)
        (home / "bin" / "java").touch(mode=0o755)
        (home / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n')
        return home

    def test_java_home_comes_first(self):
        """It is taken though there is another one."""
        home = self.installed("mine", "25.0.3")
        self.installed("other", "25")
        self.assertEqual(java.find({"JAVA_HOME": str(home)}, (f"{self.directory}/*",)), home)

    def test_another_version_in_java_home_is_passed_by(self):
        """A JAVA_HOME for other programs is no obstacle."""
        old = self.installed("old", "17.0.12")
        new = self.installed("new", "25.0.3")
        self.assertEqual(java.find({"JAVA_HOME": str(old)}, (f"{self.directory}/*",)), new)

    def test_java_on_the_path_is_found_through_links(self):
        """As Debian's alternatives have it."""
        home = self.installed("mine", "25")
        links = self.directory / "links"
        links.mkdir()
        (links / "java").symlink_to(home / "bin" / "java")
        self.assertEqual(java.find({"PATH": str(links)}, ()), home)

    def test_message_names_what_was_found_and_what_to_do(self):
        """Nobody has to search for the reason."""
        old = self.installed("old", "21.0.4")
        with self.assertRaises(java.NoJavaError) as raised:
            java.find({"JAVA_HOME": str(old), "PATH": ""}, ())
        self.assertIn(f"{old} is a Java 21", str(raised.exception))
        self.assertIn("pip install 'wsgi-spring-boot[java]'", str(raised.exception))


class ArgumentsTests(unittest.TestCase):
    """Tests for the Python that the server is told to take."""

    def test_virtual_environment_of_the_command(self):
        """The one in which it was installed, as with gunicorn."""
        self.assertEqual(command.arguments(["shop:app"], {}, "/srv/venv", "/usr"),
                         ["--runtime", "cpython", "--virtual-env", "/srv/venv", "shop:app"])

    def test_installation_without_an_environment(self):
        """As in a container."""
        self.assertEqual(command.arguments(["shop:app"], {}, "/usr/local", "/usr/local"),
                         ["--runtime", "cpython", "--wsgi.python-home=/usr/local", "shop:app"])

    def test_what_is_named_counts(self):
        """Nothing is added to it."""
        for given in (["--runtime=graalpy", "shop:app"], ["--virtual-env", "v", "--runtime", "cpython", "shop:app"]):
            self.assertEqual(command.arguments(given, {}, "/srv/venv", "/usr"), given)

    def test_runtime_that_is_named_has_this_python(self):
        """Not the first one of the system."""
        for named in (["--runtime", "cpython"], ["--runtime=cpython"], ["--wsgi.runtime=cpython"]):
            self.assertEqual(command.arguments([*named, "shop:app"], {}, "/srv/venv", "/usr"),
                             ["--virtual-env", "/srv/venv", *named, "shop:app"])

    def test_folder_of_another_server(self):
        """It may have GraalPy, and the environment tells the runtime."""
        self.assertEqual(command.arguments(["shop:app"], {"WSGI_SERVER_HOME": "/opt/wsgi-server"}, "/srv/venv", "/usr"),
                         ["--virtual-env", "/srv/venv", "shop:app"])


class CommandTests(unittest.TestCase):
    """Tests for the process."""

    def test_package_hides_no_module_of_the_server(self):
        """It is in the environment of the application, where the server's modules are looked for, too."""
        repository = Path(__file__).resolve().parents[3]
        modules = {module.name for module in repository.glob("*/src/main/resources/wsgi-spring-boot-python/*")}
        self.assertIn("wsgi_spring_boot", modules)
        self.assertNotIn(command.__package__, modules)

    def test_missing_folder_is_told(self):
        """The sources alone have no server."""
        environ = os.environ | {"WSGI_SERVER_HOME": "/nowhere", "PYTHONPATH": str(Path(__file__).parents[1])}
        process = subprocess.run([sys.executable, "-m", "wsgi_server", "shop:app"], env=environ, text=True,
                                 capture_output=True, check=False)
        self.assertEqual(process.returncode, 1)
        self.assertEqual(process.stderr, "wsgi-server: there is no /nowhere/bin/wsgi-server: set WSGI_SERVER_HOME to the "
                                         "folder of a server\n")


if __name__ == "__main__":
    unittest.main()
