"""The command line as a person uses it: in this process, where only words count, and in one of its own, where pipes, signals and imports do."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deskbell.actions.dispatch import perform
from deskbell.cli import run
from deskbell.mail import pool
from deskbell.model.commands import SaveMailbox
from deskbell.model.places import Places
from deskbell.sample import library
from deskbell.sample.fill import fill
from deskbell.sample.generate import generate
from deskbell.store.opening import open_desk
from deskbell.store.secrets import Secrets
from servers.dovecot import Dovecot
from servers.smtp import SmtpServer

ENVIRONMENT = os.environ | {
    "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    "QT_QPA_PLATFORM": "offscreen",
}
PROGRAM = [sys.executable, "-m", "deskbell"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    def objects(self) -> list[Any]:
        """The standard output as JSON, an object a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    def sentence(self) -> str:
        """The first line on the standard error, without the program's name: it must be a sentence, not a traceback."""
        assert "Traceback" not in self.err, self.err
        first = self.err.splitlines()[0]
        assert first.startswith("deskbell: "), self.err
        assert "{" not in first, "a sentence is filled in"
        return first.removeprefix("deskbell: ")


Command = Callable[..., Said]


@pytest.fixture
def deskbell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Call it with a command's words. The desk is in `tmp_path`/data, if the words name no other."""
    monkeypatch.setenv("DESKBELL_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DESKBELL_DB", raising=False)
    # A few mails are read by one child as by many, and each costs a start.
    monkeypatch.setattr(pool, "_processors", lambda: 1)

    def command(*words: object) -> Said:
        capsys.readouterr()
        try:
            code = run([str(word) for word in words])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return command


@pytest.fixture
def made(schema_at: Callable[[Path], None], tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """What a command finds is the schema, which takes longer to make than all that most imports do; nothing at all where a test uses `nothing_there`."""
    if "nothing_there" not in request.fixturenames:
        schema_at(tmp_path / "data")


@pytest.fixture
def nothing_there() -> None:
    """The command makes the desk itself."""


def in_child(*words: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, to its end."""
    settings = {"capture_output": True, "stdin": subprocess.DEVNULL, "timeout": 100} | options
    return subprocess.run(
        [*PROGRAM, *map(str, words)], env=ENVIRONMENT, encoding="utf-8", errors="replace", check=False, **settings
    )


@pytest.fixture(scope="session")
def sample_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample desk of 80 tickets, to be copied."""
    places = Places.at(tmp_path_factory.mktemp("sample"))
    desk = open_desk(places.database)
    fill(desk, generate(library.load(), tickets=80, seed=1, now=datetime(2026, 3, 2, 9, tzinfo=UTC)))
    desk.close()
    return places.data / "desk.db"


@pytest.fixture
def sample(sample_desk: Path, tmp_path: Path) -> Path:
    """The test's own sample desk, where the commands of `deskbell` find it; its file."""
    (tmp_path / "data").mkdir()
    return Path(shutil.copy(sample_desk, tmp_path / "data" / "desk.db"))


@pytest.fixture
def mail_place(
    tmp_path: Path, schema_at: Callable[[Path], None], dovecot: Dovecot, smtp_server: SmtpServer, mail_user: str
) -> Path:
    """A data folder, where the commands of `deskbell` find it, with a mailbox that works."""
    places = Places.at(tmp_path / "data")
    schema_at(places.data)
    desk = open_desk(places.database)
    mailbox = perform(
        desk,
        SaveMailbox(
            agent_id=None,
            id=0,
            name="Support",
            address="support@desk.example",
            imap_host=dovecot.host,
            imap_port=dovecot.tls_port,
            imap_user=mail_user,
            smtp_host=smtp_server.host,
            smtp_port=smtp_server.tls_port,
            smtp_user="desk",
            ca_file=str(dovecot.ca_file),
            history_days=-1,
        ),
    )
    desk.close()
    secrets = Secrets(places.data)
    secrets.put(f"mailbox/{mailbox}/imap", dovecot.password)
    secrets.put(f"mailbox/{mailbox}/smtp", smtp_server.password)
    return places.data
