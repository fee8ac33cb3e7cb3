"""The worker backs the desk up when that is due, once, whoever else works on it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from building import Builder
from deskbell.actions.dispatch import perform
from deskbell.jobs.keep_backups import LEASE, keep_backups
from deskbell.jobs.office import Office
from deskbell.mail.pool import ParserPool
from deskbell.model.commands import SaveSettings
from deskbell.model.errors import Trouble
from deskbell.model.troubles import BackupTrouble
from deskbell.store.backup_notes import last_backup
from deskbell.store.carry.backup_file import opened
from deskbell.store.carry.backups import folder_of
from deskbell.store.desk import Desk
from deskbell.store.queries.changes import latest
from deskbell.store.queries.desk_state import desk_state
from deskbell.store.queries.identity import establish
from deskbell.store.secrets import Secrets
from deskbell.store.tables import meta


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Iterator[Office]:
    desk.transact(establish)
    with ParserPool() as pool:
        yield Office(desk, Secrets(tmp_path / "data"), pool, "here/1/a")


def made(office: Office) -> list[Path]:
    folder = folder_of(office.desk, office.secrets.folder)
    return sorted(folder.iterdir()) if folder.exists() else []


def age(office: Office, past: timedelta) -> None:
    """Let the last backup be so old."""
    at = (datetime.now(UTC) - past).isoformat()
    with office.desk.writing() as session:
        value = f'{{"at": "{at}", "place": "/elsewhere"}}'
        session.connection.execute(update(meta).where(meta.c.key == "backup").values(value=value))


def test_one_is_made_when_it_is_due_and_then_no_more(office: Office) -> None:
    assert keep_backups(office)
    (file,) = made(office)
    with opened(file) as backup:
        assert backup.tables["meta"][0] == 3
    noted = office.desk.read(last_backup)
    assert noted is not None
    assert noted.place == str(file)
    assert not keep_backups(office)
    age(office, timedelta(days=2))
    assert keep_backups(office)
    assert len(made(office)) == 2


def test_as_many_stay_as_the_setting_says(office: Office) -> None:
    perform(office.desk, SaveSettings(agent_id=None, values=(("backup.keep", 1),)))
    assert keep_backups(office)
    (first,) = made(office)
    older = first.rename(first.with_name(first.name.replace("-20", "-19", 1)))
    age(office, timedelta(days=2))
    assert keep_backups(office)
    (second,) = made(office)
    assert second != older


def test_never_is_never(office: Office) -> None:
    perform(office.desk, SaveSettings(agent_id=None, values=(("backup.every", "never"),)))
    assert not keep_backups(office)
    assert made(office) == []


def test_another_worker_is_at_it(office: Office) -> None:
    other = Office(office.desk, office.secrets, office.pool, "there/2/b")
    token = other.take(LEASE)
    assert token is not None
    assert not keep_backups(office)
    other.release(LEASE, token)
    assert keep_backups(office)
    assert not keep_backups(other), "it is made"


def test_a_worker_that_is_told_to_end_ends(office: Office) -> None:
    office.stop.set()
    assert not keep_backups(office)
    assert made(office) == []
    office.stop.clear()
    assert keep_backups(office), "the lease was given back"


def test_what_keeps_it_from_being_backed_up_is_told_until_it_is(office: Office) -> None:
    build = Builder(office.desk)
    folder = folder_of(office.desk, office.secrets.folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file stands in the folder's place")
    with pytest.raises(Trouble):
        keep_backups(office)
    first = told(office, build.me)
    assert first is not None
    assert (first.code, first.values["path"]) == ("file.unwritable", str(folder))
    seen = office.desk.read(latest)
    with pytest.raises(Trouble):
        keep_backups(office)
    assert (told(office, build.me), office.desk.read(latest)) == (first, seen), "nothing is new, so nothing is written"
    folder.unlink()
    assert keep_backups(office)
    assert told(office, build.me) is None
    assert office.desk.read(latest) > seen, "the windows hear of it"


def told(office: Office, agent: int) -> BackupTrouble | None:
    """What the windows know of it."""
    return office.desk.read(lambda session: desk_state(session, agent).backup_trouble)
