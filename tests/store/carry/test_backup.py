"""Backups: whole and of one moment, on both engines, and given back on either as they were."""

import os
import shutil
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from bad_places import folder_for_all, not_writable
from deskbell.model.carrying import CarryCourse
from deskbell.model.errors import Mistake, Trouble
from deskbell.store import migrations
from deskbell.store.carry.backup import make_backup
from deskbell.store.carry.backup_file import opened
from deskbell.store.carry.restore import restore_backup
from deskbell.store.desk import Desk
from deskbell.store.integrity import problems
from deskbell.store.queries import webhooks
from deskbell.store.queries.identity import Identity, establish
from deskbell.store.session import Session
from deskbell.store.tables import (
    agent,
    lease,
    mailbox,
    message,
    meta,
    outbox,
    setting,
    ticket,
    warning,
    warning_mail,
    webhook,
    webhook_call,
)
from older_versions import KNOWN, some
from store.carry.conftest import hashes

# What the first version had that anybody kept mail with.
OLDEST = 6


def quiet(course: CarryCourse) -> None:
    """Nobody looks."""


def test_a_backup_gives_back_what_it_was_made_of(full: Desk, nowhere: str, tmp_path: Path) -> None:
    before = hashes(full)
    end = make_backup(full, tmp_path / "desk.backup", quiet)
    assert (end.place, end.rows) == (str(tmp_path / "desk.backup"), sum(rows for rows, _ in before.values()))
    with opened(tmp_path / "desk.backup") as backup:
        assert dict(backup.tables) == before
    end = restore_backup(tmp_path / "desk.backup", nowhere, quiet)
    assert end.set_aside == ""
    with closing(Desk.open(nowhere)) as desk:
        migrations.check(desk)
        assert hashes(desk) == before == hashes(full)
        assert desk.read(problems) == []


def test_only_its_owner_may_read_it(full: Desk, tmp_path: Path) -> None:
    make_backup(full, tmp_path / "desk.backup", quiet)
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "desk.backup").stat().st_mode) == 0o600


def test_numbers_go_on_behind_what_is_gone(full: Desk, like_it: str, tmp_path: Path) -> None:
    """A ticket's number was told to a customer: it is never another one's."""
    make_backup(full, tmp_path / "desk.backup", quiet)
    restore_backup(tmp_path / "desk.backup", like_it, quiet)
    with closing(Desk.open(like_it)) as desk:
        with desk.reading() as session:
            last = session.connection.execute(select(ticket).order_by(ticket.c.id.desc()).limit(1)).mappings().one()
        with desk.writing() as session:
            values = {name: value for name, value in last.items() if name != "id"}
            made = session.connection.execute(insert(ticket).values(values).returning(ticket.c.id)).scalar_one()
    assert made == last["id"] + 2


def test_it_shows_one_moment_while_others_write(full: Desk, tmp_path: Path) -> None:
    """Each transaction writes to two tables; no backup has the one and not the other."""
    stop = threading.Event()
    written = threading.Event()

    def write(session: Session) -> None:
        number = session.connection.execute(select(func.count()).select_from(setting)).scalar_one()
        session.connection.execute(insert(setting).values(key=f"beat {number}", owner=0, value=number))
        session.connection.execute(insert(meta).values(key=f"beat {number}", value=str(number)))

    def beat() -> None:
        while not stop.is_set():
            full.transact(write)
            written.set()

    writer = threading.Thread(target=beat)
    writer.start()
    try:
        counts = []
        for number in range(3):
            written.clear()
            assert written.wait(60)
            make_backup(full, tmp_path / f"{number}.backup", quiet)
            with opened(tmp_path / f"{number}.backup") as backup:
                count = "SELECT (SELECT count(*) FROM setting WHERE key LIKE 'beat%'), (SELECT count(*) FROM meta WHERE key LIKE 'beat%')"
                one, other = backup.session.connection.exec_driver_sql(count).one()
                assert one == other
                counts.append(one)
    finally:
        stop.set()
        writer.join()
    assert sorted(set(counts)) == counts, "the others went on meanwhile"


def test_a_secret_that_an_older_version_left_in_the_database_is_not_handed_on(full: Desk, tmp_path: Path) -> None:
    with full.writing() as session:
        session.connection.execute(
            insert(setting).values(key="oauth.google_client_secret", owner=0, value="s3cret-of-ours")
        )
    make_backup(full, tmp_path / "desk.backup", quiet)
    assert b"s3cret-of-ours" not in (tmp_path / "desk.backup").read_bytes()
    restore_backup(tmp_path / "desk.backup", f"sqlite:///{tmp_path / 'new.db'}", quiet)


def test_what_was_deleted_is_not_handed_on(full: Desk, tmp_path: Path) -> None:
    with full.reading() as session:
        number = session.connection.execute(select(func.max(message.c.id))).scalar_one()
    for words in ("forget me, said the customer " * 9, "-"):
        with full.writing() as session:
            session.connection.execute(update(message).where(message.c.id == number).values(text=words))
        make_backup(full, tmp_path / words[:9], quiet)
    assert b"forget me" in (tmp_path / "forget me").read_bytes()
    assert b"forget me" not in (tmp_path / "-").read_bytes()


def test_mail_that_waited_when_it_was_made_is_not_sent_again(full: Desk, like_it: str, tmp_path: Path) -> None:
    states = ["waiting", "sending", "sent", "failed", "held"]
    with full.writing() as session:
        blob = session.connection.exec_driver_sql("SELECT min(id) FROM blob").scalar_one()
        taken = select(outbox.c.message_id)
        free = session.connection.execute(
            select(message.c.id).where(message.c.id.not_in(taken)).limit(len(states))
        ).scalars()
        values = {
            "mailbox_id": 1,
            "blob_id": blob,
            "sender": "a@desk.example",
            "recipients": [],
            "not_before": session.now,
        }
        session.connection.execute(outbox.delete())
        for number, state in zip(free, states, strict=True):
            session.connection.execute(
                insert(outbox).values(**values, message_id=number, state=state, changed_at=session.now)
            )
    make_backup(full, tmp_path / "desk.backup", quiet)
    restore_backup(tmp_path / "desk.backup", like_it, quiet)
    with closing(Desk.open(like_it)) as desk, desk.reading() as session:
        rows = session.connection.execute(select(outbox.c.state, outbox.c.reason).order_by(outbox.c.id)).all()
    assert [row.state for row in rows] == ["unknown", "unknown", "sent", "failed", "held"]
    assert [row.reason for row in rows][:3] == ["restore.perhaps_sent", "restore.perhaps_sent", ""]


def test_calls_and_warnings_that_waited_are_not_made_again(full: Desk, like_it: str, tmp_path: Path) -> None:
    with full.writing() as session:
        run, now = session.connection.execute, session.now
        me, box = (run(select(func.min(table.c.id))).scalar_one() for table in (agent, mailbox))
        numbers = run(select(ticket.c.id).order_by(ticket.c.id).limit(3)).scalars().all()
        for table in (webhook_call, webhook, warning, warning_mail):
            run(table.delete())
        run(insert(webhook).values(id=1, name="Chat", key="chat", address="https://chat.example", created_at=now))
        call = {"webhook_id": 1, "type": "ticket.answered", "body": "{}", "queued_at": now, "due": now}
        for state in ("waiting", "delivered", "left"):
            run(insert(webhook_call).values(**call, until=now + timedelta(days=3), key=state, state=state))
        # One that is not told yet, one whose mail waits, and one that was told by a mail that has left.
        told = {"agent_id": me, "metric": 1, "due_at": now, "at": now, "notify": False, "mail": True}
        for ticket_id, told_at in zip(numbers, (None, now, now), strict=True):
            run(insert(warning).values(**told, ticket_id=ticket_id, told_at=told_at))
        letter = {"message_id": "<1@desk.example>", "at": now, "sending": False, "not_before": now, "attempts": 0}
        run(insert(warning_mail).values(agent_id=me, mailbox_id=box, tickets=[numbers[1]], **letter))
    make_backup(full, tmp_path / "desk.backup", quiet)
    restore_backup(tmp_path / "desk.backup", like_it, quiet)
    with closing(Desk.open(like_it)) as desk, desk.reading() as session:
        run = session.connection.execute
        calls = run(select(webhook_call.c.state, webhook_call.c.reason).order_by(webhook_call.c.id)).all()
        assert calls == [("given_up", "restore.perhaps_called"), ("delivered", ""), ("left", "")]
        kept = select(warning.c.notify, warning.c.mail).order_by(warning.c.ticket_id)
        assert run(kept).all() == [(True, False), (True, True), (False, True)]
        assert run(select(warning_mail.c.id)).all() == []
        assert [one.code for one in webhooks.troubles(session)] == ["webhook.told_given_up"]


def backed_up(address: str, backup: Path) -> Identity:
    """Make a backup of a desk as an older version left it, before it is upgraded; who it is."""
    with closing(Desk.open(address)) as desk:
        with desk.writing() as session:
            made = establish(session)
        make_backup(desk, backup, quiet)
    return made


@pytest.mark.parametrize("steps", some(OLDEST))
def test_a_desk_of_an_older_version(of_older_version: Callable[[int], Path], tmp_path: Path, steps: int) -> None:
    """It is upgraded when it is restored."""
    shutil.copyfile(of_older_version(steps), tmp_path / "old.db")
    made = backed_up(f"sqlite:///{tmp_path / 'old.db'}", tmp_path / "desk.backup")
    restore_backup(tmp_path / "desk.backup", f"sqlite:///{tmp_path / 'new.db'}", quiet)
    with closing(Desk.open(f"sqlite:///{tmp_path / 'new.db'}")) as desk:
        migrations.check(desk)
        assert desk.read(establish) == made
        assert desk.read(problems) == []


@pytest.mark.servers
@pytest.mark.parametrize("steps", [OLDEST, KNOWN - 1])
def test_a_desk_of_an_older_version_on_postgresql(
    fresh_database: Callable[..., str], tmp_path: Path, steps: int
) -> None:
    old = fresh_database()
    with closing(Desk.open(old)) as desk:
        migrations.upgrade(desk, until=steps)
    made = backed_up(old, tmp_path / "desk.backup")
    address = fresh_database()
    restore_backup(tmp_path / "desk.backup", address, quiet)
    with closing(Desk.open(address)) as desk:
        migrations.check(desk)
        assert desk.read(establish) == made
        assert desk.read(problems) == []


def test_a_file_that_is_there_is_not_written_over(full: Desk, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("the only one")
    with pytest.raises(Mistake) as refused:
        make_backup(full, tmp_path / "kept", quiet)
    assert refused.value.code == "file.exists"
    assert (tmp_path / "kept").read_text() == "the only one"


def test_what_is_cut_off_leaves_nothing(full: Desk, tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def tell(course: CarryCourse) -> None:
        if course.done:
            raise Enough

    before = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(Enough):
        make_backup(full, tmp_path / "desk.backup", tell)
    assert {path.name for path in tmp_path.iterdir()} - before <= {"full.db-wal", "full.db-shm"}


def test_a_folder_that_may_not_be_written_to(full: Desk) -> None:
    with folder_for_all() as folder, not_writable(folder):
        with pytest.raises(Trouble) as trouble:
            make_backup(full, folder / "desk.backup", quiet)
        assert trouble.value.code == "file.unwritable"
        assert str(folder / "desk.backup") in str(trouble.value)


def test_a_backup_on_another_computer(full: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite cannot work there; the finished file can lie there."""
    from deskbell.store import engine

    (tmp_path / "share").mkdir()
    monkeypatch.setattr(engine, "_mounts", lambda: [(Path("/"), "ext4"), (tmp_path / "share", "cifs")])
    make_backup(full, tmp_path / "share" / "desk.backup", quiet)
    assert [path.name for path in (tmp_path / "share").iterdir()] == ["desk.backup"]
    restore_backup(tmp_path / "share" / "desk.backup", f"sqlite:///{tmp_path / 'new.db'}", quiet)


def test_a_desk_that_is_there_is_replaced_only_when_asked(full: Desk, like_it: str, tmp_path: Path) -> None:
    make_backup(full, tmp_path / "desk.backup", quiet)
    restore_backup(tmp_path / "desk.backup", like_it, quiet)
    with closing(Desk.open(like_it)) as desk, desk.writing() as session:
        session.connection.execute(update(ticket).values(subject="Newer"))
    with closing(Desk.open(like_it)) as desk:
        newer = hashes(desk)
    with pytest.raises(Mistake) as refused:
        restore_backup(tmp_path / "desk.backup", like_it, quiet)
    assert refused.value.code == "db.occupied"
    with closing(Desk.open(like_it)) as desk:
        assert hashes(desk) == newer
    end = restore_backup(tmp_path / "desk.backup", like_it, quiet, replace=True)
    with closing(Desk.open(like_it)) as desk:
        assert hashes(desk) == hashes(full)
        aside = (
            f"sqlite:///{end.set_aside}"
            if like_it.startswith("sqlite")
            else f"{like_it}?options=-csearch_path%3D{end.set_aside}"
        )
    with closing(Desk.open(aside)) as old:
        assert hashes(old) == newer
    again = restore_backup(tmp_path / "desk.backup", like_it, quiet, replace=True)
    assert again.set_aside != end.set_aside
    with closing(Desk.open(aside)) as old:
        assert hashes(old) == newer, "what is set aside is not written over"


def test_a_desk_that_is_used_is_not_replaced(full: Desk, like_it: str, tmp_path: Path) -> None:
    make_backup(full, tmp_path / "desk.backup", quiet)
    restore_backup(tmp_path / "desk.backup", like_it, quiet)
    with closing(Desk.open(like_it)) as desk:
        with desk.writing() as session:
            values = {
                "name": "worker",
                "holder": "elsewhere/1/x",
                "token": 1,
                "expires_at": session.now.replace(year=2099),
            }
            session.connection.execute(lease.delete())
            session.connection.execute(insert(lease).values(values))
        before = hashes(desk)
        with pytest.raises(Mistake) as refused:
            restore_backup(tmp_path / "desk.backup", like_it, quiet, replace=True)
        assert refused.value.code == "db.in_use"
        assert hashes(desk) == before
    if like_it.startswith("sqlite"):
        assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["desk.db"]
