"""`deskbell password`: what a worker without a screen logs in with."""

import io
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cli.conftest import Command
from deskbell.actions.dispatch import perform
from deskbell.cli import password
from deskbell.model.commands import SaveAgent, SaveMailbox, SetPassword
from deskbell.model.kinds import Role
from deskbell.model.places import Places
from deskbell.store import profiles
from deskbell.store.desk_secrets import DeskSecrets
from deskbell.store.opening import open_desk


@pytest.fixture
def folder(tmp_path: Path, schema_at: Callable[[Path], None]) -> Path:
    """Where `deskbell` finds a desk with a mailbox for a password, and one that is signed in."""
    place = tmp_path / "data"
    schema_at(place)
    desk = open_desk(f"sqlite:///{place / 'desk.db'}")
    for name, sign_in in (("Support", "password"), ("Sales", "google")):
        address = f"{name.lower()}@desk.example"
        perform(desk, SaveMailbox(agent_id=None, id=0, name=name, address=address, sign_in=sign_in, active=False))
    desk.close()
    return place


def kept(folder: Path, name: str) -> str | None:
    """The secret of this name, as the worker of the desk in this folder has it."""
    places = Places.at(folder)
    with closing(open_desk(places.database)) as desk:
        return DeskSecrets(places, desk).get(name)


@pytest.mark.parametrize(
    ("typed", "words", "name"),
    [
        ("s3 cret \n", ["Support"], "mailbox/1/imap"),
        ("s3 cret \r\nmore", ["support@desk.example", "--smtp"], "mailbox/1/smtp"),
        ("s3 cret ", ["SUPPORT"], "mailbox/1/imap"),
    ],
)
def test_it_is_kept(
    deskbell: Command, folder: Path, monkeypatch: pytest.MonkeyPatch, typed: str, words: list[str], name: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed, newline=""))
    said = deskbell("password", *words)
    assert (said.code, said.out, said.err) == (0, "", "")
    assert kept(folder, name) == "s3 cret "
    assert b"s3 cret" not in b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="Windows has no terminal to be made")
def test_on_a_terminal_it_is_asked_for(deskbell: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs, ours = os.openpty()
    asked: list[str] = []
    monkeypatch.setattr(password.getpass, "getpass", lambda prompt: asked.append(prompt) or "secret")
    with os.fdopen(ours, encoding="utf-8") as terminal:
        monkeypatch.setattr("sys.stdin", terminal)
        assert deskbell("password", "Support").code == 0
    os.close(theirs)
    assert asked == ["Password of support@desk.example: "]
    assert kept(folder, "mailbox/1/imap") == "secret"


@pytest.mark.parametrize(
    ("typed", "mailbox", "sentence"),
    [
        ("", "Support", "Give the password of this mailbox."),
        ("\n", "Support", "Give the password of this mailbox."),
        ("secret", "Sales", "Sales is signed in through the browser"),
        ("secret", "Nobody", "There is no mailbox “Nobody”"),
    ],
)
def test_what_it_refuses(
    deskbell: Command, folder: Path, monkeypatch: pytest.MonkeyPatch, typed: str, mailbox: str, sentence: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    said = deskbell("password", mailbox)
    assert said.code == 1
    assert said.sentence().startswith(sentence)
    assert not (folder / "secrets.json").exists()


def test_that_of_a_profile_is_taken_away_by_whoever_has_the_file(deskbell: Command, folder: Path) -> None:
    """Also where the only administrator has forgotten theirs."""
    with closing(open_desk(f"sqlite:///{folder / 'desk.db'}")) as desk:
        email = "ona@desk.example"
        ona = perform(desk, SaveAgent(agent_id=None, id=0, name="Ona", email=email, role=Role.ADMIN))
        assert ona is not None
        perform(desk, SetPassword(agent_id=ona, id=ona, password="forgotten"))
        assert deskbell("password", "--profile", "Nobody@desk.example").code == 1
        assert desk.read(profiles.locked) == {ona}
        assert deskbell("password", "--profile", "Ona@desk.example").code == 0
        assert desk.read(profiles.locked) == frozenset()
