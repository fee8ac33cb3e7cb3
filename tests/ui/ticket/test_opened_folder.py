"""What other programs were shown goes with the window, and after a kill with the next one; nothing else is touched."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import ENVIRONMENT
from deskbell.ui.ticket.opened_folder import OpenedFolder, take_away_leftovers

LONG_AGO = time.time() - 3_600

# Opens a file as a window does, says where, and waits to be killed.
WINDOW = """
import sys
from deskbell.ui.ticket.opened_folder import OpenedFolder
opened = OpenedFolder()
place = opened.place("7", "bill.pdf")
place.parent.mkdir()
place.write_text("bill")
print(place, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's place for temporary files, for this test alone."""
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


def window() -> "tuple[subprocess.Popen[str], Path]":
    environment = {**ENVIRONMENT, **{name: os.environ[name] for name in ("TMPDIR", "TEMP", "TMP")}}
    process = subprocess.Popen(
        [sys.executable, "-c", WINDOW],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    place = Path(process.stdout.readline().strip())
    assert place.read_text("utf-8") == "bill"
    age(place.parents[1])
    return process, place.parents[1]


def age(folder: Path) -> None:
    os.utime(folder / "owner.lock", (LONG_AGO, LONG_AGO))


def test_what_was_opened_goes_with_the_window(temporary: Path) -> None:
    opened = OpenedFolder()
    place = opened.place("7", "bill.pdf")
    place.parent.mkdir()
    place.write_text("bill")
    opened.close()
    assert list(temporary.iterdir()) == []
    assert opened.place("8", "bill.pdf").parents[1].is_dir(), "the next file makes another"
    opened.close()


def test_what_a_killed_window_left_goes_with_the_next(temporary: Path) -> None:
    process, folder = window()
    with process:
        assert take_away_leftovers() == 0, "it is there still"
        assert (folder / "7" / "bill.pdf").exists()
        process.kill()
    assert take_away_leftovers() == 1
    assert list(temporary.iterdir()) == []


def leftover(temporary: Path, name: str = "deskbell-opened-abc") -> Path:
    """What a killed window leaves, with a file in it."""
    folder = temporary / name
    (folder / "7").mkdir(parents=True)
    folder.chmod(0o700)
    (folder / "7" / "bill.pdf").write_text("bill")
    (folder / "owner.lock").touch()
    age(folder)
    return folder


def another_name(folder: Path) -> Path:
    return folder.rename(folder.with_name("deskbell-demo-abc"))


def no_lock(folder: Path) -> Path:
    (folder / "owner.lock").unlink()
    return folder


def open_to_others(folder: Path) -> Path:
    folder.chmod(0o755)
    return folder


def just_made(folder: Path) -> Path:
    (folder / "owner.lock").touch()
    return folder


def a_link(folder: Path) -> Path:
    """Somebody's folder, and a link to it under our name."""
    theirs = folder.rename(folder.with_name("theirs"))
    folder.symlink_to(theirs, target_is_directory=True)
    return theirs


def a_linked_lock(folder: Path) -> Path:
    (folder / "owner.lock").rename(folder.parent / "elsewhere")
    (folder / "owner.lock").symlink_to(folder.parent / "elsewhere")
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="rights and links are others there")
@pytest.mark.parametrize("change", [another_name, no_lock, open_to_others, just_made, a_link, a_linked_lock])
def test_what_is_not_surely_ours_stays(temporary: Path, change: Callable[[Path], Path]) -> None:
    kept = change(leftover(temporary))
    assert take_away_leftovers() == 0
    assert (kept / "7" / "bill.pdf").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links are others there")
def test_a_link_in_it_is_not_followed(temporary: Path) -> None:
    (temporary / "theirs").mkdir()
    (temporary / "theirs" / "letter").touch()
    folder = leftover(temporary)
    (folder / "link").symlink_to(temporary / "theirs", target_is_directory=True)
    (folder / "7" / "link").symlink_to(temporary / "theirs", target_is_directory=True)
    assert take_away_leftovers() == 1
    assert (temporary / "theirs" / "letter").exists()
