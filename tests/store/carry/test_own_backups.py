"""The backups that Deskbell makes by itself: where they lie, how many stay, and that a full disk is seen before."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from deskbell.model.errors import Trouble
from deskbell.store import migrations
from deskbell.store.backup_notes import last_backup, note_backup
from deskbell.store.carry import backups
from deskbell.store.carry.backups import Occasion, back_up, before_upgrade, folder_of
from deskbell.store.carry.restore import restore_backup
from deskbell.store.desk import Desk
from deskbell.store.queries.identity import establish
from deskbell.store.session import Session
from store.carry.test_backup import KNOWN, quiet


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], datetime]]:
    """The database's clock goes on by a day with each transaction that asks for it."""
    times = (datetime(2026, 3, 1, 9, tzinfo=UTC) + timedelta(days=day) for day in range(1_000))
    monkeypatch.setattr(Session, "now", property(lambda session: next(times)))
    return lambda: next(times)


def test_so_many_of_each_occasion_stay(desk: Desk, tmp_path: Path, clock: object) -> None:
    desk.transact(establish)
    folder = tmp_path / "backups"
    folder.mkdir()
    others = {"notes.txt", "desk-by-hand.backup", "desk-20200101-000000-000-other.backup"}
    for name in others:
        (folder / name).touch()
    nightly = [back_up(desk, folder, Occasion.NIGHTLY, 2, quiet).name for _ in range(3)]
    upgrade = back_up(desk, folder, Occasion.UPGRADE, 1, quiet).name
    assert {path.name for path in folder.iterdir()} == {*others, *nightly[1:], upgrade}
    assert nightly[0].endswith("-090000-000-nightly.backup")


def test_they_lie_beside_a_file_and_else_in_the_data_folder(desk: Desk, tmp_path: Path) -> None:
    beside = tmp_path / "backups" if desk.url.get_backend_name() == "sqlite" else tmp_path / "data" / "backups"
    assert folder_of(desk, tmp_path / "data") == beside


def test_the_last_one_is_noted(desk: Desk, tmp_path: Path) -> None:
    assert desk.read(last_backup) is None
    for name in ("first", "退款"):
        desk.transact(lambda session, name=name: note_backup(session, tmp_path / name))
    noted = desk.read(last_backup)
    assert noted is not None
    assert noted.place == str(tmp_path / "退款")
    assert timedelta() <= desk.read(lambda session: session.now) - noted.at < timedelta(minutes=5)


def test_a_disk_without_room_is_seen_before(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups.shutil, "disk_usage", lambda path: SimpleNamespace(free=500_000_000))
    with pytest.raises(Trouble) as trouble:
        back_up(desk, tmp_path / "backups", Occasion.NIGHTLY, 7, quiet)
    assert trouble.value.code == "backup.no_room"
    assert "500 MB are free" in str(trouble.value)
    assert list((tmp_path / "backups").iterdir()) == []


def test_what_a_killed_one_left_goes_in_time(desk: Desk, tmp_path: Path) -> None:
    desk.transact(establish)
    folder = tmp_path / "backups"
    folder.mkdir()
    dead, living = folder / ".desk.backup.1234.part", folder / ".desk.backup.5678.part"
    for path in (dead, living):
        path.touch()
    os.utime(dead, (0, 0))
    back_up(desk, folder, Occasion.NIGHTLY, 7, quiet)
    assert living.exists()
    assert not dead.exists()


def test_nothing_is_backed_up_before_an_upgrade_that_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    assert before_upgrade(desk, tmp_path / "backups", quiet) is None
    with closing(Desk.open(f"sqlite:///{tmp_path / 'empty.db'}")) as empty:
        assert before_upgrade(empty, tmp_path / "backups", quiet) is None
    assert not (tmp_path / "backups").exists()


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def test_before_an_upgrade_the_desk_as_it_was_is_kept(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = f"sqlite:///{tmp_path / 'old.db'}" if engine == "sqlite" else request.getfixturevalue("postgres_url")
    with closing(Desk.open(address)) as desk:
        migrations.upgrade(desk, until=KNOWN - 1)
        made = desk.transact(establish)
        kept = before_upgrade(desk, tmp_path / "backups", quiet)
        assert kept is not None
        assert desk.read(migrations.taken) == KNOWN - 1
    shutil.move(kept, tmp_path / "kept.backup")
    restore_backup(tmp_path / "kept.backup", f"sqlite:///{tmp_path / 'again.db'}", quiet)
    with closing(Desk.open(f"sqlite:///{tmp_path / 'again.db'}")) as again:
        assert again.read(establish) == made
