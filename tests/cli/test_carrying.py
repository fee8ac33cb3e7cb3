"""`deskbell db backup|restore|move`: the words, the exit codes, and what a terminal and a script are told."""

import json
import os
import re
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from cli.conftest import ENVIRONMENT, PROGRAM, Command
from deskbell.cli.carrying import course_line
from deskbell.model.carrying import CarryCourse, CarryStage
from deskbell.store.desk import Desk
from store.carry.conftest import hashes


def address(file: Path) -> str:
    return f"sqlite:///{file}"


def test_there_and_back(deskbell: Command, sample: Path, tmp_path: Path) -> None:
    said = deskbell("db", "backup", tmp_path / "desk.backup")
    assert (said.code, said.err) == (0, "")
    assert re.fullmatch(
        rf"{tmp_path / 'desk.backup'}: \d+ rows, \d\.\d MB, read back and whole, in \d+\.\d s\.\n", said.out
    )
    listed = deskbell("ticket", "list").out
    sample.unlink()
    said = deskbell("db", "restore", tmp_path / "desk.backup")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"The desk is at {sample}: ")
    assert said.out.endswith(
        "Enter passwords and client secrets again where this computer does not have them: they are in no backup.\n"
    )
    assert deskbell("ticket", "list").out == listed
    assert deskbell("db", "check").code == 0


def test_a_script_is_told_in_json(deskbell: Command, sample: Path, tmp_path: Path) -> None:
    (made,) = deskbell("db", "backup", tmp_path / "desk.backup", "--json").objects()
    assert made.keys() == {"place", "tables", "rows", "seconds", "bytes"}
    assert made["bytes"] == (tmp_path / "desk.backup").stat().st_size
    (given,) = deskbell("db", "restore", tmp_path / "desk.backup", "--replace", "--json").objects()
    assert given.keys() == {"place", "tables", "rows", "seconds", "set_aside"}
    assert (given["place"], given["rows"]) == (str(sample), made["rows"])
    assert Path(given["set_aside"]).is_file()
    (moved,) = deskbell("db", "move", address(sample), address(tmp_path / "moved.db"), "--json").objects()
    assert moved.items() >= {"place": str(tmp_path / "moved.db"), "rows": made["rows"], "went_on": False}.items()


def test_a_restore_does_not_replace_by_chance(deskbell: Command, sample: Path, tmp_path: Path) -> None:
    deskbell("db", "backup", tmp_path / "desk.backup")
    before = sample.read_bytes()
    said = deskbell("db", "restore", tmp_path / "desk.backup")
    assert said.code == 1
    assert said.sentence().startswith(f"There is a desk at {sample} already")
    assert sample.read_bytes() == before


def test_a_move_says_what_is_next(deskbell: Command, sample: Path, tmp_path: Path) -> None:
    said = deskbell("db", "move", address(sample), address(tmp_path / "new" / "desk.db"))
    assert (said.code, said.err) == (0, "")
    first, *rest = said.out.splitlines()
    assert first.startswith(f"The desk is at {tmp_path / 'new' / 'desk.db'}: ")
    assert rest == [
        f"From now on begin with: deskbell --db {address(tmp_path / 'new' / 'desk.db')}",
        "The old desk is as it was. Nobody should work in it any more; delete it when you no longer want it.",
    ]
    with closing(Desk.open(address(sample))) as old, closing(Desk.open(address(tmp_path / "new" / "desk.db"))) as new:
        assert hashes(old) == hashes(new)


@pytest.mark.parametrize("verb", ["backup", "move", "restore"])
def test_where_there_is_nothing_to_carry(deskbell: Command, tmp_path: Path, verb: str) -> None:
    words = {
        "backup": [tmp_path / "x"],
        "restore": [tmp_path / "x"],
        "move": [address(tmp_path / "data" / "desk.db"), address(tmp_path / "b.db")],
    }
    said = deskbell("db", verb, *words[verb])
    assert said.code == 1
    assert said.sentence().startswith(("There is no desk", "There is no file"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("target", "code", "sentence"),
    [
        ("DESK", 1, "is where the desk lies already"),
        ("nonsense", 2, "is not a database address"),
        ("sqlite:////", 1, "damaged"),
    ],
)
def test_a_target_that_cannot_be(deskbell: Command, sample: Path, target: str, code: int, sentence: str) -> None:
    said = deskbell("db", "move", address(sample), address(sample) if target == "DESK" else target)
    assert said.code == code
    assert sentence in said.sentence()


@pytest.mark.parametrize(
    "words",
    [
        ["db", "backup"],
        ["db", "restore"],
        ["db", "move"],
        ["db", "move", "sqlite:///x"],
        ["db", "move", "", "sqlite:///x"],
    ],
    ids=" ".join,
)
def test_wrong_use(deskbell: Command, words: list[str]) -> None:
    said = deskbell(*words)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: deskbell db")


def test_a_terminal_sees_how_far_it_is(sample: Path, tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, "db", "move", address(sample), address(tmp_path / "new.db"), "--json"],
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 1000):
                shown += part
        except OSError:
            pass  # Linux calls the other end's closing an error.
        assert process.stdout is not None
        assert json.loads(process.stdout.read())["rows"] > 0
    os.close(ours)
    assert process.returncode == 0
    assert re.search(rb"\r\x1b\[Kcopying; \d+%", shown)
    assert shown.endswith(b"\r\x1b[K"), "the line is cleared at the end"


@pytest.mark.parametrize(
    ("course", "words"),
    [
        (CarryCourse(CarryStage.COPY, 0, 0), "copying; 0%"),
        (CarryCourse(CarryStage.COPY, 1, 10, 2000.4, 70.0), "copying; 10%, 2000 rows/s, about 1 min left"),
        (CarryCourse(CarryStage.VERIFY, 10, 10, 9.0, 0.0), "reading back; 100%, 9 rows/s"),
        (
            CarryCourse(CarryStage.INDEX, 5, 10, 1e6, 8000.0),
            "making the search index; 50%, 1000000 rows/s, about 2 h 13 min left",
        ),
    ],
)
def test_the_line_of_a_terminal(course: CarryCourse, words: str) -> None:
    assert course_line(course) == words
    assert len(words) < 80
