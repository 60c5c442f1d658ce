"""A reader of a page, who runs its commands in a shell and looks whether they print what the page shows."""

import os
import re
import signal
import subprocess
import threading
import time
import urllib.request
import uuid

SERVER = re.compile(r"spring-boot:run|bin/(sample-app|wsgi-server)\b(?!.*--wsgi\.check-config)|java .*-jar")
STARTED = re.compile(r"Started \w+ in")
PATIENCE = 1200  # seconds, for a first build
GENERAL = (  # what differs from one time to the next
    (r"…", ".*"),
    (r"PT(?:\d+[HM])*\d+(?:\.\d+)?S", r"PT[\dHM.]+S"),
    (r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d+ [A-Z][a-z]{2}\b", r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2}"),
    (r"\d[\d.,]*(?:E-?\d+)?", r"\d[\d.,]*(?:E-?\d+)?"),
)


class Disappointment(Exception):
    """A command does not do what the page says."""


class Reader:
    """Takes the console blocks of a page one after the other."""

    def __init__(self, page, clone):
        self.clone = clone
        self.content = page.read_text()
        self._blocks = list(self._console_blocks())
        self._log = clone.parent / "server.log"
        self._server = None
        self._shell = Shell(clone)

    def block(self, before=lambda command: None):
        """Run the next block. `before` sees each command first."""
        line, commands, expected = self._blocks.pop(0)
        printed = ""
        for command in commands:
            before(command)
            print(f"   line {line}: {command}", flush=True)
            command = self._placed(command)
            printed += self._start(command) if SERVER.search(command) else self._shell.run(command)
        for wanted in expected:
            if not re.search(general(wanted) + r"\s*$", printed, re.MULTILINE):
                last = "\n".join(printed.splitlines()[-40:])
                raise Disappointment(f"   line {line}: no line like\n{wanted}\n   in what ends with\n{last}")

    def skip(self, reason):
        line, commands, _ = self._blocks.pop(0)
        print(f"   line {line}: not run, {reason}: {commands[0]}", flush=True)

    def run(self, command):
        """Do what the page takes for granted, or says in words."""
        return self._shell.run(self._placed(command))

    def serve(self, command):
        """Have a server that the page takes for granted."""
        self._start(self._placed(command))

    def sees(self, url, wanted):
        """Look at something that is served."""
        with urllib.request.urlopen(url, timeout=60) as response:
            body = response.read().decode()
        if wanted not in body:
            raise Disappointment(f"   {url}: no {wanted!r} in {body[:500]!r}")

    def enter(self, name):
        """Go to a new directory beside the clone."""
        directory = self.clone.parent / name
        directory.mkdir(exist_ok=True)
        self.run(f"cd {directory}")

    def write(self, name, content):
        """Save a file of the page, or one that it takes for granted, in the current directory."""
        path = self.clone.parent.joinpath(self.run("pwd").strip(), name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)

    def shown(self, language, number=0):
        """The content of a block of the page."""
        return re.findall(rf"^```{language}\n(.*?)^```$", self.content, re.MULTILINE | re.DOTALL)[number]

    def has_reached_the_end(self):
        if self._blocks:
            raise Disappointment(f"   line {self._blocks[0][0]}: no walk leads here")

    def close(self):
        self._stop()
        self._shell.close()

    def _placed(self, command):
        return (command.replace("<clone>", str(self.clone))
                .replace("<folder>", str(self.clone / "wsgi-server/target/wsgi-server"))
                .replace("<your project>", "../project"))

    def _start(self, command):
        """Start a server, which goes on after its command, and return its log once it serves."""
        self._stop()
        directory = self._shell.run("pwd").strip()
        with open(self._log, "wb") as log:
            self._server = subprocess.Popen(["bash", "-c", f"exec {command}"], cwd=directory, stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        self._shell.run(f"pid={self._server.pid}")
        started = time.monotonic()
        while not STARTED.search(self._log.read_text()):
            if self._server.poll() is not None or time.monotonic() - started > PATIENCE:
                raise Disappointment(f"   does not start: {command}\n{self._log.read_text()}")
            time.sleep(0.1)
        print(f"   started after {time.monotonic() - started:.0f} s", flush=True)
        return self._log.read_text()

    def _stop(self):
        if self._server:
            try:
                os.killpg(self._server.pid, signal.SIGTERM)
            except ProcessLookupError:
                pass
            self._server.wait()
            self._server = None

    def _console_blocks(self):
        """The line, the commands and the lines of output of each."""
        for match in re.finditer(r"^```console\n(.*?)^```$", self.content, re.MULTILINE | re.DOTALL):
            commands, expected = [], []
            for text in re.sub(r"\\\n\s*", "", match[1]).splitlines():
                if text.startswith("$ "):
                    commands.append(text[2:])
                elif text.strip():
                    expected.append(text)
            yield self.content.count("\n", 0, match.start()) + 2, commands, expected


class Shell:
    """A shell that goes on from command to command: with its directory, its variables and its jobs."""

    def __init__(self, directory):
        self._process = subprocess.Popen(["bash"], cwd=directory, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         stderr=subprocess.STDOUT, text=True, start_new_session=True)
        self.run('ls() { command ls -C "$@"; }')  # As in a terminal

    def run(self, command):
        """Return what a command prints, standard error included."""
        end = uuid.uuid4().hex
        print(f"{command}\necho; echo {end}", file=self._process.stdin, flush=True)
        guard = threading.Timer(PATIENCE, self.close)
        guard.start()
        printed = []
        for line in self._process.stdout:
            if line.strip() == end:
                guard.cancel()
                return "".join(printed)
            printed.append(line)
        raise Disappointment(f"   no end: {command}\n{''.join(printed)}")

    def close(self):
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()


def general(line):
    """A regular expression for a line of output, and for what it could be another time."""
    pattern, position = "", 0
    for match in re.finditer("|".join(special for special, _ in GENERAL), line):
        pattern += re.escape(line[position:match.start()])
        pattern += next(wide for special, wide in GENERAL if re.fullmatch(special, match[0]))
        position = match.end()
    return pattern + re.escape(line[position:])
