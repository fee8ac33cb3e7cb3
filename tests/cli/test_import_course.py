"""An import tells how far it is, can be cut off between two batches, and finds out by itself what it is given."""

import io
import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bad_places import fill_disk, may_mount, small_disk
from cli.conftest import ENVIRONMENT, PROGRAM, Command, in_child
from cli.test_import import HERE, SEPARATOR, check_each_once, fill_box, letter
from deskbell.cli.import_speech import WindowSpeech, course_line
from deskbell.model.errors import Trouble
from deskbell.model.importing import ImportCourse, ImportEnd, ImportFailed, ImportLeftOut, from_line
from mail.outlook import compound_file, item

pytestmark = pytest.mark.usefixtures("made")


@pytest.mark.parametrize(
    ("course", "line"),
    [
        (ImportCourse(), "0 mails read, 0 new, 0 filed"),
        (
            ImportCourse(200, 150, 0, 0, 1000, 0.0, None),
            "200 mails read, 150 new, 0 filed; 5%",
        ),
        (ImportCourse(9000, 9000, 8000, 0, 10_000, 312.4, 6.4), "9000 mails read, 9000 new, 8000 filed; 312/s, 80%, about 5 s left"),
        (
            ImportCourse(123_456, 123_456, 120_000, 3, 480_000, 301.0, 1196.0),
            "123456 mails read, 123456 new, 120000 filed; 301/s, 25%, about 20 min left",
        ),
        (ImportCourse(10, 10, 0, 0, 9_000_000, 99.0, 7_800.0), "10 mails read, 10 new, 0 filed; 99/s, 0%, about 2 h 10 min left"),
        (ImportCourse(5, 0, 0, 0, 5, 2.5, 0.0), "5 mails read, 0 new, 0 filed; 2/s, 100%"),
    ],
)  # fmt: skip
def test_the_line_of_a_terminal(course: ImportCourse, line: str) -> None:
    assert course_line(course) == line
    assert len(line) < 80


class Pieces(io.StringIO):
    """Remembers in which pieces it was written to: between two of them another thread may write."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def write(self, text: str) -> int:
        self.pieces.append(text)
        return super().write(text)


def test_each_word_to_the_window_is_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    out = Pieces()
    monkeypatch.setattr("sys.stdout", out)
    speech = WindowSpeech()
    speech.course(ImportCourse(seen=1))
    speech.left_out(Trouble("import.empty", path="x"))
    assert [from_line(piece) for piece in out.pieces] == [
        ImportCourse(seen=1),
        ImportLeftOut("import.empty", {"path": "x"}),
    ]
    assert all(piece.endswith("\n") for piece in out.pieces)


def an_mbox(folder: Path) -> Path:
    (folder / "box").write_bytes(SEPARATOR + letter(1) + b"\n")
    return folder / "box"


def of_apple_mail(folder: Path) -> Path:
    (folder / "Old.mbox").mkdir()
    (folder / "Old.mbox" / "table_of_contents").touch()
    an_mbox(folder).rename(folder / "Old.mbox" / "mbox")
    return folder / "Old.mbox"


def a_maildir(folder: Path) -> Path:
    (folder / "dir" / "cur").mkdir(parents=True)
    (folder / "dir" / "cur" / "1.M1.host:2,S").write_bytes(letter(1))
    return folder / "dir"


def an_eml(folder: Path) -> Path:
    (folder / "letter.txt").write_bytes(letter(1))
    return folder / "letter.txt"


def a_folder(folder: Path) -> Path:
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "1.EML").write_bytes(letter(1))
    sender = {0x0042: "Li Na", 0x5D02: "li.na@mail.example", 0x0037: "Bill", 0x1000: "Here it is."}
    (folder / "deep" / "2.msg").write_bytes(compound_file(item(sender)))
    return folder / "deep"


@pytest.mark.parametrize(
    ("make", "mails"), [(an_mbox, 1), (of_apple_mail, 1), (a_maildir, 1), (an_eml, 1), (a_folder, 2)]
)
def test_it_finds_out_what_it_is_given(
    deskbell: Command, tmp_path: Path, make: Callable[[Path], Path], mails: int
) -> None:
    said = deskbell("import", "auto", make(tmp_path), *HERE, "--json")
    assert (said.code, said.err) == (0, "")
    assert said.objects()[0].items() >= {"seen": mails, "filed": mails, "tickets": mails, "cut_off": False}.items()


def test_several_at_once(deskbell: Command, tmp_path: Path) -> None:
    (tmp_path / "2.eml").write_bytes(letter(2))
    (tmp_path / "again.eml").write_bytes(letter(2))
    said = deskbell("import", "auto", an_mbox(tmp_path), tmp_path / "2.eml", tmp_path / "again.eml", *HERE, "--json")
    assert said.objects()[0].items() >= {"seen": 3, "new": 2, "filed": 2}.items()


@pytest.mark.parametrize("what", ["folder", "picture"])
@pytest.mark.usefixtures("nothing_there")
def test_what_holds_no_mail_is_told_and_makes_nothing(deskbell: Command, tmp_path: Path, what: str) -> None:
    if what == "folder":
        (tmp_path / what).mkdir()
    else:
        (tmp_path / what).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(900))
    said = deskbell("import", "auto", an_mbox(tmp_path), tmp_path / what, *HERE)
    assert said.code == 1
    assert said.sentence().startswith(f"{tmp_path / what} holds no mail that Deskbell knows")
    assert not (tmp_path / "data").exists()


def supervised(tmp_path: Path, *paths: Path) -> "subprocess.Popen[str]":
    """The import as the window starts it."""
    words = [*map(str, paths), *HERE, "--data", str(tmp_path / "data"), "--supervised"]
    return subprocess.Popen(
        [*PROGRAM, "import", "auto", *words],
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


@pytest.mark.usefixtures("nothing_there")
def test_told_to_the_window_word_by_word(tmp_path: Path) -> None:
    (tmp_path / "2.eml").write_bytes(letter(2))
    (tmp_path / "empty.eml").touch()
    with supervised(tmp_path, an_mbox(tmp_path), tmp_path / "2.eml") as child:
        assert child.stdout is not None
        words = [from_line(line) for line in child.stdout]
    assert child.returncode == 0
    *course, end = words
    assert isinstance(end, ImportEnd)
    assert (end.seen, end.known, end.filed, end.tickets, end.waiting, end.cut_off) == (2, 0, 2, 2, 0, False)
    last = course[-1]
    assert isinstance(last, ImportCourse)
    assert (last.part, last.expected) == (1.0, 2)
    assert all(isinstance(word, ImportCourse) for word in course)


def test_what_was_left_out_and_what_failed_have_words_of_their_own(tmp_path: Path) -> None:
    a_folder(tmp_path)
    (tmp_path / "deep" / "3.eml").touch()
    with supervised(tmp_path, tmp_path / "deep") as child:
        assert child.stdout is not None
        words = [from_line(line) for line in child.stdout]
    assert child.returncode == 1
    assert ImportLeftOut("import.empty", {"path": str(tmp_path / "deep" / "3.eml")}) in words
    with supervised(tmp_path, tmp_path / "nothing") as child:
        assert child.stdout is not None
        words = [from_line(line) for line in child.stdout]
    assert words == [ImportFailed("file.missing", {"path": str(tmp_path / "nothing")})]


def test_cut_off_by_the_window_and_begun_again(tmp_path: Path) -> None:
    box, ids = fill_box(tmp_path, 1500)
    with supervised(tmp_path, box) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert isinstance(from_line(child.stdout.readline()), ImportCourse)
        child.stdin.close()
        end = [from_line(line) for line in child.stdout][-1]
    assert child.returncode == 0
    assert isinstance(end, ImportEnd)
    assert end.cut_off
    assert end.seen < len(ids), "it ends after the batch in hand"
    assert in_child("import", "mbox", box, *HERE, "--data", tmp_path / "data").returncode == 0
    check_each_once(tmp_path, ids)


@pytest.mark.parametrize("room", [0, 200_000, 1_000_000])
@pytest.mark.usefixtures("nothing_there")
def test_onto_a_disk_that_fills_up_and_again_when_there_is_room(tmp_path: Path, room: int) -> None:
    """Full at once, with the first mails, and while mails are kept and filed: what is in stays, and the rest comes once."""
    if not may_mount():
        pytest.skip("makes a disk of its own, which takes root on Linux")
    box, ids = fill_box(tmp_path, 300)
    (tmp_path / "first").write_bytes(SEPARATOR + letter(1) + b"\n")
    data = tmp_path / "data"
    data.mkdir()
    with small_disk(data, 40 << 20):
        assert in_child("import", "mbox", tmp_path / "first", *HERE, "--data", data).returncode == 0
        filler = fill_disk(data)
        os.truncate(filler, filler.stat().st_size - room)
        with supervised(tmp_path, box) as child:
            assert child.stdout is not None
            last = [from_line(line) for line in child.stdout][-1]
        assert child.returncode == 1
        assert isinstance(last, ImportFailed)
        assert last.code == "db.full"
        told = in_child("import", "mbox", box, *HERE, "--data", data)
        assert (told.returncode, told.stdout) == (1, "")
        assert told.stderr.startswith("deskbell: The disk is full. Free some space; nothing that was saved is lost.")
        filler.unlink()
        assert in_child("import", "mbox", box, *HERE, "--data", data).returncode == 0
        check_each_once(tmp_path, [*ids, "1@mail.example"])


@pytest.mark.parametrize("line", ["", "Traceback", "[]", "{}", '{"kind": "course", "colour": 1}', '{"kind": "sun"}'])
def test_a_line_that_is_no_word(line: str) -> None:
    assert from_line(line) is None


@pytest.fixture
def listening() -> Iterator[None]:
    """What is started hears Ctrl+C, also where these tests were started in a way that ignores it: in the background of a shell."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("listening")
def test_ended_by_ctrl_c_it_still_tells_a_script(tmp_path: Path) -> None:
    import pty

    box, ids = fill_box(tmp_path, 4000)
    command = ["import", "mbox", str(box), *HERE, "--data", str(tmp_path / "data"), "--json"]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, *command],
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
        encoding="utf-8",
    ) as process:
        os.close(theirs)
        said = b""
        while b" mails read" not in said:
            said += os.read(ours, 1000)
        process.send_signal(signal.SIGINT)
        with suppress(OSError):  # so a terminal says that its program is gone
            while part := os.read(ours, 1000):
                said += part
        assert process.stdout is not None
        (line,) = process.stdout.read().splitlines()
    os.close(ours)
    assert process.returncode == 130
    told = json.loads(line)
    assert told["cut_off"] is True
    assert told["seen"] < len(ids)
    assert b"The same command goes on; nothing comes twice." in said
