"""Finding a server's program and running it as an ordinary user, also where the tests run as root."""

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

UNPRIVILEGED = "nobody"
# Below what a system hands out by itself, to whoever connects or listens on any: Linux from 32768 on, others from 49152.
_PORTS = range(20_000, 32_000)
_chance = random.SystemRandom()
_given: set[int] = set()


def program(name: str, *folders: str) -> str:
    """The path of the server program `name`, looked for in `folders` and then in PATH; the test fails where it is missing."""
    path = os.pathsep.join([*folders, os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
    found = shutil.which(name, path=path)
    if found is None:
        pytest.fail(f"These tests start {name}, which is not installed. Run: python start.py test", pytrace=False)
    return found


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on now, and that nobody is given by chance: a server may take it later, or again after a stop, and who
    connects to it meanwhile is refused."""
    while True:
        port = _chance.choice(_PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if port not in _given:
                _given.add(port)
                return port


class Ordinary:
    """An ordinary user's folder and processes.

    Dovecot and PostgreSQL refuse to run as root, or then want users of their own; so root becomes `nobody` for them, and anybody else stays who
    they are. The folder lies outside pytest's, which others cannot enter, and has a short name: a Unix socket's path has at most 107 bytes.
    """

    def __init__(self, name: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"deskbell-{name}-"))
        self.user = UNPRIVILEGED if os.name == "posix" and os.geteuid() == 0 else None
        self.give(self.folder)

    @property
    def name(self) -> str:
        """The login name that the processes run under."""
        import getpass

        return self.user or getpass.getuser()

    @property
    def group(self) -> str:
        """The name of their group."""
        import grp
        import pwd

        return grp.getgrgid(pwd.getpwnam(self.name).pw_gid).gr_name

    def give(self, path: Path) -> Path:
        """Make `path` the ordinary user's, and return it."""
        if self.user is not None:
            shutil.chown(path, self.user, self.group)
        return path

    def write(self, name: str, text: str, mode: int = 0o600) -> Path:
        """Write a file into the folder, as the ordinary user's."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        return self.give(path)

    def make(self, name: str) -> Path:
        """Make a folder inside the folder, as the ordinary user's."""
        path = self.folder / name
        path.mkdir()
        return self.give(path)

    def start(self, command: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
        """Start a process of the ordinary user's; what it prints goes to `log`. On Linux it ends with us, also where we are killed."""
        setpriv = shutil.which("setpriv")
        bound = [setpriv, "--pdeathsig", "INT"] if setpriv else []
        with log.open("ab") as output:
            return subprocess.Popen(
                [*bound, *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.folder,
                **self._become(),
            )

    def run(self, command: Sequence[str]) -> str:
        """Run a program to its end and return what it printed; raises `CalledProcessError` with the output in its notes."""
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd=self.folder,
            check=False,
            **self._become(),
        )
        if done.returncode:
            error = subprocess.CalledProcessError(done.returncode, command)
            error.add_note(done.stdout + done.stderr)
            raise error
        output: str = done.stdout
        return output

    def remove(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _become(self) -> dict[str, Any]:
        return {} if self.user is None else {"user": self.user, "group": self.group, "extra_groups": []}


def end(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM) -> None:
    """Ask a process to end, kill it after half a minute, and wait for it."""
    if process.poll() is None:
        process.send_signal(how)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def tail(path: Path, start: int = 0, limit: int = 8000) -> str:
    """The last `limit` characters that were written to a log after its first `start` bytes."""
    if not path.exists():
        return ""
    with path.open("rb") as log:
        log.seek(start)
        return log.read().decode("utf-8", "replace")[-limit:]
