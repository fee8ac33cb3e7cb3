"""`deskbell doctor`: it finds what is wrong, says what to do, and never stops at the first."""

import json
import sys
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from bad_places import fill_disk, folder_for_all, give_to_all, may_mount, not_writable, small_disk
from cli.conftest import Command
from deskbell.store import migrations
from deskbell.store.desk import Desk
from deskbell.store.secrets import Secrets
from deskbell.store.tables import mailbox, schema_step
from servers.ordinary import free_port


def findings(deskbell: Command, code: int, *words: object) -> dict[str, tuple[bool, str]]:
    """What it found, by name; the table and the JSON must say the same."""
    said = deskbell("doctor", "--json", *words)
    assert (said.code, said.err) == (code, "")
    (told,) = said.objects()
    assert told["good"] is (code == 0)
    table = deskbell("doctor", *words)
    assert table.code == code
    assert [line.split(": ")[0] for line in table.out.splitlines()] == [
        f"{'ok ' if one['good'] else 'BAD'} {one['what']}" for one in told["findings"]
    ]
    return {one["what"]: (one["good"], one["words"]) for one in told["findings"]}


def change_mailbox(data: Path, **values: object) -> None:
    desk = Desk.open(f"sqlite:///{data / 'desk.db'}")
    with desk.writing() as session:
        session.connection.execute(update(mailbox).values(values))
    desk.close()


def test_before_the_first_start(deskbell: Command, tmp_path: Path) -> None:
    found = findings(deskbell, 0)
    assert all(good for good, _ in found.values())
    assert "first start makes it" in found["folder"][1]
    assert not (tmp_path / "data").exists(), "who only looks makes nothing"


@pytest.mark.servers
def test_all_is_well(deskbell: Command, mail_place: Path) -> None:
    found = findings(deskbell, 0)
    assert found["database"] == (True, f"{mail_place / 'desk.db'} is whole")
    assert found["support@desk.example in"][0]
    assert found["support@desk.example out"][0]
    assert "keyring" in found["passwords"][1]


@pytest.mark.servers
@pytest.mark.parametrize(
    ("break_it", "where", "words"),
    [
        (lambda data: Secrets(data).put("mailbox/1/imap", "wrong"), "in", "does not accept the user name or password"),
        (lambda data: Secrets(data).put("mailbox/1/smtp", "wrong"), "out", "does not accept the user name or password"),
        (lambda data: Secrets(data).forget("mailbox/1/imap"), "in", "is not on this computer. Enter it in Settings"),
        (lambda data: change_mailbox(data, imap_port=free_port()), "in", "refuses connections on port"),
        (lambda data: change_mailbox(data, smtp_port=free_port()), "out", "refuses connections on port"),
        (lambda data: change_mailbox(data, ca_file=""), "in", "Nobody that this computer trusts vouches for"),
        (lambda data: change_mailbox(data, imap_host="nowhere.invalid"), "in", "There is no server nowhere.invalid"),
        (lambda data: change_mailbox(data, folders=["INBOX", "Nothing"]), "in", "has no folder “Nothing”"),
    ],
    ids=["imap password", "smtp password", "no password", "imap port", "smtp port", "certificate", "host", "folder"],
)
def test_a_mailbox_that_does_not_work(
    deskbell: Command, mail_place: Path, break_it: object, where: str, words: str
) -> None:
    break_it(mail_place)  # type: ignore[operator]
    good, told = findings(deskbell, 1)[f"support@desk.example {where}"]
    assert not good
    assert words in told


def test_a_keyring_that_is_locked(deskbell: Command, sample: Path) -> None:
    (sample.parent / "secrets.json").write_text(json.dumps({"key": "keyring", "values": {}}))
    found = findings(deskbell, 1)
    assert not found["passwords"][0]
    assert found["passwords"][1].startswith("The system's keyring does not give Deskbell its key.")
    assert found["database"][0], "the rest is looked at all the same"


def test_passwords_that_are_damaged(deskbell: Command, sample: Path) -> None:
    (sample.parent / "secrets.json").write_text("{")
    good, words = findings(deskbell, 1)["passwords"]
    assert not good
    assert "Move that file away" in words


def test_a_newer_schema(deskbell: Command, sample: Path) -> None:
    desk = Desk.open(f"sqlite:///{sample}")
    number = migrations.steps()[-1].number + 1
    with desk.writing() as session:
        session.connection.execute(insert(schema_step), {"number": number, "name": "x", "at": session.now})
    desk.close()
    good, words = findings(deskbell, 1)["database"]
    assert not good
    assert "Update Deskbell on this computer" in words


def test_a_folder_that_may_not_be_written_to(deskbell: Command, sample: Path) -> None:
    with folder_for_all() as folder:
        (folder / "desk.db").write_bytes(sample.read_bytes())
        give_to_all(folder)
        with not_writable(folder, folder / "desk.db"):
            found = findings(deskbell, 1, "--data", folder)
    assert not found["folder"][0]
    assert found["folder"][1].startswith(f"{folder} cannot be written to (Permission denied)")
    assert not found["passwords"][0]
    assert not found["database"][0]


if may_mount():

    def test_a_full_disk(deskbell: Command, sample: Path) -> None:
        with tempfile.TemporaryDirectory() as name, small_disk(Path(name), 16 << 20):
            folder = Path(name)
            (folder / "desk.db").write_bytes(sample.read_bytes())
            fill_disk(folder)
            found = findings(deskbell, 1, "--data", folder)
            assert not found["folder"][0]
            assert "No space left on device" in found["folder"][1]
            assert not found["database"][0]
            assert found["database"][1].startswith("The disk is full.")


def test_a_server_that_is_not_there(deskbell: Command) -> None:
    port = free_port()
    good, words = findings(deskbell, 1, "--db", f"postgresql://ona:geheim@127.0.0.1:{port}/desk")["database"]
    assert not good
    assert words.startswith(f"No PostgreSQL listens at 127.0.0.1:{port}.")
    assert "geheim" not in words


def test_the_versions(deskbell: Command) -> None:
    found = findings(deskbell, 0)
    assert f"Python {sys.version.split()[0]}" in found["deskbell"][1]
    assert "SQLAlchemy 2." in found["libraries"][1]
