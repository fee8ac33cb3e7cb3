"""How many mails of a source are still to come, as far as can be told."""

from pathlib import Path

import pytest

from deskbell.jobs import mail_sources
from deskbell.model.errors import DeskError

SEPARATOR = b"From li.na@mail.example Mon Mar  2 09:00:00 2026\n"


def refuse(error: DeskError) -> None:
    raise error


def a_box(path: Path, count: int, size: int) -> Path:
    path.write_bytes((SEPARATOR + b"Subject: one\n\n" + b"x" * size + b"\n\n") * count)
    return path


def a_folder(path: Path, count: int) -> Path:
    path.mkdir()
    for number in range(count):
        (path / f"{number:03}.eml").write_bytes(b"Subject: one\n\nHello\n")
    return path


@pytest.mark.parametrize("size", [100, 30_000])
def test_a_box_is_known_by_its_mails_as_it_is_read(tmp_path: Path, size: int) -> None:
    source = mail_sources.mbox(a_box(tmp_path / "box", 400, size), refuse)
    told = [source.to_come() for _ in source]
    assert told[-1] <= 1
    assert all(abs(still - (399 - place)) <= 400 * 0.05 for place, still in enumerate(told) if place >= 20)
    assert source.to_come() == 0


def test_files_are_counted(tmp_path: Path) -> None:
    source = mail_sources.eml(a_folder(tmp_path / "mails", 5), refuse)
    assert source.to_come() == 5
    assert [source.to_come() for _ in source] == [4, 3, 2, 1, 0]


def test_several_are_told_together(tmp_path: Path) -> None:
    folder = mail_sources.whatever(a_folder(tmp_path / "mails", 5), refuse)
    box = mail_sources.whatever(a_box(tmp_path / "box", 10, 25_000), refuse)
    source = mail_sources.Several([folder, box])
    assert source.to_come() == 15
    told = [source.to_come() for _ in source]
    assert len(told) == 15
    assert told[4] == 10
    assert source.to_come() == 0
