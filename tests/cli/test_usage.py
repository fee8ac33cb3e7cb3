"""What every command has in common: help, wrong use, exit codes, sentences, pipes, and how little is loaded."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import ENVIRONMENT, PROGRAM, Command, in_child
from deskbell import __version__
from deskbell.cli import COMMANDS as FILES_OF

COMMANDS = [
    ["window"],
    ["demo"],
    ["worker"],
    ["sample"],
    ["mail"],
    ["mail", "inspect"],
    ["import"],
    ["password"],
    ["ticket"],
    ["ticket", "list"],
    ["ticket", "show"],
    ["search"],
    ["db"],
    ["db", "upgrade"],
    ["db", "check"],
    ["db", "backup"],
    ["db", "restore"],
    ["db", "move"],
    ["doctor"],
    ["measure"],
]
HEAVY = {
    "sqlalchemy",
    "alembic",
    "sqlcipher3",
    "psycopg",
    "PySide6",
    "apscheduler",
    "imapclient",
    "keyring",
    "cryptography",
}


@pytest.mark.parametrize("words", [[], *COMMANDS], ids=" ".join)
def test_every_command_explains_itself(deskbell: Command, words: list[str]) -> None:
    said = deskbell(*words, "--help")
    assert said.code == 0
    assert said.out.startswith(f"usage: deskbell {' '.join(words)}".rstrip())
    assert "--supervised" not in said.out, "what the window tells its worker is nobody else's"


def test_the_version(deskbell: Command) -> None:
    assert deskbell("--version").out == f"Deskbell {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["--bogus"],
        ["--ver"],
        ["ticket"],
        ["mail"],
        ["mail", "inspect"],
        ["db"],
        ["db", "downgrade"],
        ["import"],
        ["import", "zip", "x", "--mailbox", "Support"],
        ["import", "mbox", "x"],
        ["import", "mbox", "x", "--mailbox", "Support", "--status", "spam"],
        ["sample"],
        ["sample", "--tickets", "many"],
        ["sample", "--tickets", "0"],
        ["sample", "--tickets", "-4"],
        ["sample", "--tickets", "1e3"],
        ["sample", "--tickets", "10000001"],
        ["sample", "--tickets", "5", "--seed", "x"],
        ["ticket", "list", "--limit", "0"],
        ["ticket", "list", "--limit", "-3"],
        ["ticket", "list", "--limit", "99999999999999999999999"],
        ["ticket", "list", "--view", "mine"],
        ["ticket", "show"],
        ["ticket", "show", "abc"],
        ["ticket", "show", "-1"],
        ["ticket", "show", "99999999999999999999999"],
        ["search"],
        ["search", "x", "--limit", "x"],
        ["measure", "--starts", "-1"],
        ["demo", "--data", "x"],
        ["ticket", "list", "--data", ""],
        ["ticket", "list", "--db", " "],
    ],
    ids=" ".join,
)
def test_wrong_use(deskbell: Command, tmp_path: Path, words: list[str]) -> None:
    said = deskbell(*words)
    assert said.code == 2
    assert said.out == ""
    assert said.err.startswith("usage: deskbell")
    assert "Traceback" not in said.err
    assert not (tmp_path / "data").exists(), "nothing was made"


@pytest.mark.parametrize(
    "words",
    [["--data", "DIR", "ticket", "list"], ["ticket", "--data", "DIR", "list"], ["ticket", "list", "--data", "DIR"]],
)
def test_the_folder_may_stand_anywhere(deskbell: Command, sample: Path, tmp_path: Path, words: list[str]) -> None:
    elsewhere = sample.parent.rename(tmp_path / "else where? 100%41")
    said = deskbell(*(str(elsewhere) if word == "DIR" else word for word in words))
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("#")


@pytest.mark.parametrize(
    "words",
    [["ticket", "list"], ["ticket", "show", "1"], ["search", "x"], ["db", "check"], ["db", "backup", "x"], ["measure"]],
    ids=" ".join,
)
def test_who_only_looks_makes_no_desk(deskbell: Command, tmp_path: Path, words: list[str]) -> None:
    said = deskbell(*words)
    assert said.code == 1
    assert said.sentence().startswith(f"There is no desk {tmp_path / 'data' / 'desk.db'} yet.")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("words", "loaded"),
    [
        (["--help"], set()),
        (["--version"], set()),
        (["mail", "inspect", "MAIL"], set()),
        (["ticket", "list"], {"sqlalchemy", "sqlcipher3"}),
        (["search", "printer"], {"sqlalchemy", "sqlcipher3"}),
    ],
    ids=lambda value: " ".join(sorted(value)),
)
def test_only_what_is_used_is_loaded(sample: Path, tmp_path: Path, words: list[str], loaded: set[str]) -> None:
    mail = tmp_path / "mail.eml"
    mail.write_bytes(b"From: li.na@mail.example\r\nSubject: Hello\r\n\r\nHello")
    words = [str(mail) if word == "MAIL" else word for word in words]
    look = (
        "import sys\nfrom deskbell.cli import run\n"
        "try:\n    code = run(sys.argv[1:])\nexcept SystemExit as end:\n    code = end.code\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", look, *words],
        env=ENVIRONMENT | {"DESKBELL_DATA": str(sample.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert HEAVY & set(done.stderr.split()) == loaded


@pytest.mark.parametrize(
    ("words", "read"),
    [(["mail", "--help"], {"mail", "window"}), (["--help"], set(FILES_OF.values()))],
    ids=["mail", "all"],
)
def test_only_the_files_of_a_command_are_read(words: list[str], read: set[str]) -> None:
    """The window is what runs where nothing is named, so its file is always read."""
    look = (
        "import sys\nfrom deskbell.cli import run\n"
        "try:\n    run(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", look, *words], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    assert {file for file in FILES_OF.values() if f"deskbell.cli.{file}" in done.stderr.split()} == read


@pytest.mark.parametrize(
    "words",
    [
        ["ticket", "list", "--json"],
        ["ticket", "list", "--view", "done", "--json"],
        ["search", "before:2099-01-01", "--json"],
        ["db", "check", "--json"],
        ["doctor", "--json"],
    ],
    ids=" ".join,
)
def test_json_is_one_object_a_line(deskbell: Command, sample: Path, words: list[str]) -> None:
    said = deskbell(*words)
    assert (said.code, said.err) == (0, "")
    objects = said.objects()
    assert objects
    assert all(isinstance(one, dict) for one in objects)


def test_a_reader_that_has_seen_enough(sample: Path) -> None:
    words = ["search", "before:2099-01-01", "--limit", "1000", "--json", "--data", str(sample.parent)]
    with subprocess.Popen(
        [*PROGRAM, *words], env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        json.loads(process.stdout.readline())
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


if sys.platform == "linux":

    def test_an_output_that_is_full(sample: Path) -> None:
        with Path("/dev/full").open("w") as full:
            done = in_child(
                "db", "check", "--data", sample.parent, stdout=full, stderr=subprocess.PIPE, capture_output=False
            )
        assert (done.returncode, done.stderr) == (1, "deskbell: No space left on device\n")
