"""Databases that cannot be: what is typed after --db, and what is found there."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import Command
from servers.ordinary import free_port
from servers.postgres import Postgres

COMMANDS = [["ticket", "list"], ["db", "check"], ["db", "upgrade"]]


@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        "desk.db",
        "/tmp/desk.db",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite://host/desk.db",
        "sqlite:///desk.db?mode=ro",
        "mysql://x/y",
        "postgresql+asyncpg://x/y",
        "postgresql://server:port/desk",
        "postgresql://server/desk?colour=blue",
    ],
)
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_what_is_no_address_is_wrong_use(deskbell: Command, tmp_path: Path, words: list[str], address: str) -> None:
    said = deskbell(*words, "--db", address)
    assert said.code == 2
    assert (
        said.sentence()
        == f"“{address}” is not a database address. It looks like sqlite:///file or postgresql://user@host/desk."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_password_is_not_repeated(deskbell: Command) -> None:
    said = deskbell("db", "check", "--db", "mysql://ona:geheim@server/desk")
    assert "geheim" not in said.err


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda path: path.mkdir(), "is damaged or is not a Deskbell database"),
        (lambda path: path.write_text("Dear diary"), "is damaged or is not a Deskbell database"),
        (
            lambda path: path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000),
            "is damaged or is not a Deskbell database",
        ),
    ],
    ids=["folder", "text", "garbage"],
)
def test_what_is_no_desk(
    deskbell: Command, tmp_path: Path, words: list[str], make: Callable[[Path], object], expected: str
) -> None:
    path = tmp_path / "desk.db"
    make(path)
    said = deskbell(*words, "--db", f"sqlite:///{path}")
    assert said.code == 1
    assert expected in said.sentence()
    assert str(path) in said.sentence()


if sys.platform == "linux":

    @pytest.mark.parametrize(
        ("device", "expected"),
        [
            ("/dev/full", "The disk is full."),
            ("/dev/null", "The disk failed when Deskbell used /dev/null."),
        ],
    )
    def test_what_is_no_file(deskbell: Command, device: str, expected: str) -> None:
        said = deskbell("db", "upgrade", "--db", f"sqlite:///{device}")
        assert said.code == 1
        assert said.sentence().startswith(expected)


def test_a_folder_that_cannot_be_made(deskbell: Command, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = deskbell("db", "upgrade", "--db", f"sqlite:///{tmp_path}/file/in/desk.db")
    assert said.code == 1
    assert said.sentence() == f"The folder {tmp_path}/file/in does not exist and could not be made."


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_server_that_is_not_there(deskbell: Command, words: list[str]) -> None:
    port = free_port()
    said = deskbell(*words, "--db", f"postgresql://ona:geheim@127.0.0.1:{port}/desk")
    assert said.code == 1
    assert said.sentence().startswith(f"No PostgreSQL listens at 127.0.0.1:{port}.")
    assert "geheim" not in said.err


@pytest.mark.servers
def test_a_database_without_a_desk(deskbell: Command, postgres_url: str) -> None:
    said = deskbell("ticket", "list", "--db", postgres_url)
    assert said.code == 1
    assert "run: deskbell db upgrade" in said.sentence()
    assert deskbell("db", "upgrade", "--db", postgres_url).code == 0
    assert deskbell("db", "check", "--db", postgres_url).out == "The database is whole.\n"
    assert deskbell("ticket", "list", "--db", postgres_url).code == 0


@pytest.mark.servers
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda url: url.replace("/desk_", "/no_desk_"), "has no database “no_desk_"),
        (lambda url: url.replace("postgres@", "petras@"), "does not let petras in"),
        (lambda url: url + "?sslmode=verify-full&sslrootcert=system", "has no certificate that can be trusted"),
        (lambda url: url + "?sslmode=sometimes", "is not a database address"),
    ],
    ids=["database", "user", "certificate", "option"],
)
def test_a_server_that_says_no(
    deskbell: Command, postgres_url: str, change: Callable[[str], str], expected: str
) -> None:
    said = deskbell("ticket", "list", "--db", change(postgres_url))
    assert said.code == 1
    assert expected in said.sentence()


@pytest.mark.servers
def test_a_person_without_the_right(
    deskbell: Command, postgres: Postgres, postgres_template: str, fresh_database: Callable[..., str]
) -> None:
    url = fresh_database(postgres_template)
    with postgres.connect() as connection:
        connection.execute("DROP ROLE IF EXISTS guest")
        connection.execute("CREATE ROLE guest LOGIN")
    said = deskbell("ticket", "list", "--db", url.replace("postgres@", "guest@"))
    assert said.code == 1
    assert "does not allow guest to do this" in said.sentence()
