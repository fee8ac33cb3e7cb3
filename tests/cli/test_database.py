"""`deskbell db upgrade|check`: every promise that the tables make to each other is held to it, and a broken file is called one."""

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlcipher3 import dbapi2

from cli.conftest import Command, in_child
from deskbell.model.kinds import MessageKind, Priority, Shelf, Status
from deskbell.store import migrations
from deskbell.store.desk import Desk
from deskbell.store.opening import open_desk
from deskbell.store.queries.identity import establish
from deskbell.store.session import Session
from deskbell.store.tables import customer, mailbox, message, schema_step, ticket
from older_versions import KNOWN, some

# What the first version had that anybody kept mail with.
OLDEST = 6


def change(file: Path, *statements: str) -> None:
    """Do to a desk's file what no program of ours would."""
    connection = dbapi2.connect(str(file), isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_a_whole_desk(deskbell: Command, sample: Path) -> None:
    said = deskbell("db", "check")
    assert (said.code, said.out, said.err) == (0, "The database is whole.\n", "")
    assert deskbell("db", "check", "--json").objects() == [{"database": str(sample), "problems": []}]


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (
            "UPDATE ticket_count SET n = n + 1 WHERE rowid = (SELECT min(rowid) FROM ticket_count WHERE n > 0)",
            "1 counts of tickets are wrong",
        ),
        (
            "DELETE FROM ticket_count WHERE rowid = (SELECT min(rowid) FROM ticket_count WHERE n > 0)",
            "1 counts of tickets are wrong",
        ),
        ("INSERT INTO ticket_count VALUES (0, 999, 999, 1)", "1 counts of tickets are wrong"),
        ("UPDATE tag_count SET n = -1 WHERE rowid = (SELECT min(rowid) FROM tag_count)", "1 counts of tags are wrong"),
        (
            "UPDATE team_count SET n = n + 1 WHERE rowid = (SELECT min(rowid) FROM team_count)",
            "1 counts of teams are wrong",
        ),
        (
            "UPDATE ticket SET team_id = 99 WHERE id = (SELECT min(id) FROM ticket WHERE team_id IS NOT NULL)",
            "1 tickets are of teams that are not there",
        ),
        (
            "UPDATE mailbox SET team_id = 99 WHERE id = (SELECT min(id) FROM mailbox)",
            "1 mailboxes are of teams that are not there",
        ),
        (
            "UPDATE ticket SET messages = messages + 1 WHERE id = (SELECT min(id) FROM ticket)",
            "1 tickets count their messages wrongly",
        ),
        ("UPDATE message SET ticket_id = 999999 WHERE id = (SELECT min(id) FROM message)", "1 messages have no ticket"),
        (
            "DELETE FROM message_search WHERE rowid = (SELECT min(id) FROM message)",
            "1 messages are not in the search index",
        ),
        (
            """
            INSERT INTO raw_mail (mailbox_id, folder, uidvalidity, uid, sha256, blob_id, received_at, kept_at, state)
            SELECT mailbox_id, 'INBOX', 1, 1, x'00', (SELECT min(id) FROM blob), 0, 0, 'filed' FROM ticket LIMIT 1
            """,
            "1 raw mails were filed but have no message",
        ),
        ("DELETE FROM blob_chunk WHERE blob_id = (SELECT min(id) FROM blob)", "1 blobs lack bytes"),
        (
            "UPDATE blob SET size = size + 1 WHERE id = (SELECT min(id) FROM blob WHERE coding = 'raw')",
            "1 blobs lack bytes",
        ),
        (
            "UPDATE ticket SET customer_id = 999999 WHERE id = (SELECT min(id) FROM ticket)",
            "a row of ticket points to a row of customer that is not there",
        ),
    ],
)
def test_every_broken_promise_is_found(deskbell: Command, sample: Path, harm: str, expected: str) -> None:
    change(sample, harm)
    said = deskbell("db", "check")
    assert said.code == 1
    assert expected in said.out.splitlines()
    (found,) = deskbell("db", "check", "--json").objects()
    assert found["problems"] == said.out.splitlines()
    assert "BAD database" in deskbell("doctor").out


@pytest.mark.parametrize("hurt", ["middle", "end", "start", "bits"])
def test_a_damaged_file(deskbell: Command, sample: Path, hurt: str) -> None:
    content = bytearray(sample.read_bytes())
    chance = random.Random(4)
    half = len(content) // 2
    if hurt == "middle":
        content[half : half + 40_000] = chance.randbytes(40_000)
    elif hurt == "end":
        del content[half:]
    elif hurt == "start":
        content[:100] = bytes(100)
    else:
        for place in chance.sample(range(len(content)), 2_000):
            content[place] ^= 1 << chance.randrange(8)
    sample.write_bytes(content)
    said = deskbell("db", "check")
    assert said.code == 1
    assert "is damaged or is not a Deskbell database" in said.sentence()
    assert str(sample) in said.sentence()
    for words in (["ticket", "list"], ["search", "printer"], ["ticket", "show", "720"], ["doctor"]):
        assert "Traceback" not in deskbell(*words).err, "damage may be elsewhere, but it is never a bug"
    assert sample.read_bytes() == content, "nothing was done to it"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ticket", "list"], "A newer Deskbell has upgraded this desk"),
        (["db", "check"], "A newer Deskbell has upgraded this desk"),
        (["db", "upgrade"], "A newer Deskbell has upgraded this desk"),
        (["worker", "--once"], "A newer Deskbell has upgraded this desk"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_desk_of_a_newer_version(sample: Path, words: list[str], expected: str) -> None:
    desk = Desk.open(f"sqlite:///{sample}")
    with desk.writing() as session:
        session.connection.execute(insert(schema_step), {"number": KNOWN + 1, "name": "later", "at": session.now})
    desk.close()
    done = in_child(*words, "--data", sample.parent)
    assert done.returncode == 1
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("steps", some(OLDEST))
def test_a_desk_of_an_older_version_is_upgraded_when_asked(
    deskbell: Command, of_older_version: Callable[[int], Path], tmp_path: Path, steps: int
) -> None:
    """As a version before this one left it, with a ticket in it."""
    (tmp_path / "data").mkdir()
    shutil.copyfile(of_older_version(steps), tmp_path / "data" / "desk.db")
    desk = Desk.open(f"sqlite:///{tmp_path / 'data' / 'desk.db'}")
    with desk.writing() as session:
        establish(session)
        _write_ticket(session)
    desk.close()
    said = deskbell("ticket", "list")
    assert said.code == 1
    assert said.sentence().endswith("Run: deskbell db upgrade")
    said = deskbell("db", "upgrade")
    assert said.code == 0
    (kept,) = (tmp_path / "data" / "backups").iterdir()
    assert said.out.splitlines()[0] == f"Backed up to {kept}."
    assert said.out.splitlines()[-1] == f"The database has the schema of this version ({KNOWN - steps} steps taken)."
    assert "Printer offline" in deskbell("ticket", "list").out
    assert "It blinks." in deskbell("ticket", "show", "1").out
    assert deskbell("db", "upgrade").out.splitlines() == [
        "The database has the schema of this version (0 steps taken)."
    ]


def test_an_upgrade_without_a_backup_must_be_asked_for(deskbell: Command, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    # Where the folder of the backups cannot be, nothing is upgraded either.
    (tmp_path / "data" / "backups").touch()
    with closing(Desk.open(f"sqlite:///{tmp_path / 'data' / 'desk.db'}")) as desk:
        migrations.upgrade(desk, until=KNOWN - 1)
        desk.transact(establish)
        said = deskbell("db", "upgrade")
        assert said.code == 1
        assert "could not be written" in said.sentence()
        assert desk.read(migrations.taken) == KNOWN - 1
    assert deskbell("db", "upgrade", "--no-backup").code == 0


def _write_ticket(session: Session) -> None:
    """Rows with the columns that every version had."""
    now, printer = session.now, {"subject": "Printer offline", "customer_id": 1}
    moments = {"created_at": now, "activity_at": now}
    numbers = {"mailbox_id": 1, "status": Status.OPEN, "priority": Priority.NORMAL, "shelf": Shelf.LIVE, "messages": 1}
    sender = {"from_name": "Maria", "from_email": "maria@mail.example", "to": [], "cc": []}
    mail = {"ticket_id": 1, "kind": MessageKind.IN, "at": now, "message_id": "1@mail.example", "text": "It blinks."}
    for table, values in (
        (mailbox, {"id": 1, "name": "Support", "address": "support@desk.example"}),
        (customer, {"id": 1, "name": "Maria", "created_at": now}),
        (ticket, {"id": 1} | printer | moments | numbers),
        (message, printer | sender | mail),
    ):
        session.connection.execute(insert(table).values(values))


@pytest.mark.parametrize("steps", [*some(0), KNOWN])
def test_a_desk_whose_maker_was_killed_is_finished(
    deskbell: Command, of_older_version: Callable[[int], Path], tmp_path: Path, steps: int
) -> None:
    """After any of the steps, the last of them too: only its identity was missing then."""
    (tmp_path / "data").mkdir()
    shutil.copyfile(of_older_version(steps), tmp_path / "data" / "desk.db")
    if steps < KNOWN:
        open_desk(f"sqlite:///{tmp_path / 'data' / 'desk.db'}").close()
    else:
        mail = tmp_path / "1.eml"
        mail.write_bytes(b"From: li.na@mail.example\r\nSubject: Hello\r\n\r\nHello")
        said = deskbell("import", "eml", mail, "--mailbox", "Support", "--create", "support@desk.example")
        assert (said.code, said.err) == (0, "")
    assert deskbell("db", "check").code == 0
