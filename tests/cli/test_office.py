"""`deskbell db create-office|invite` and `deskbell join`: what is printed once, and what is said where it cannot be."""

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from building import Builder
from cli.conftest import Command
from deskbell.model.commands import SaveDraft
from deskbell.model.kinds import ReplyKind
from deskbell.store.desk import Desk
from deskbell.ui.composer.drafts_here import FOLDER, DraftsHere
from servers.postgres import Postgres

pytestmark = pytest.mark.servers

WHO = ("--name", "Rasa", "--email", "rasa@desk.example", "--login", "rasa.k")


def test_what_to_do_next_is_said(deskbell: Command, fresh_database: Callable[..., str], postgres: Postgres) -> None:
    address = fresh_database()
    try:
        said = deskbell("db", "create-office", address, *WHO)
        assert (said.code, said.err) == (0, "")
        assert re.search(r"^rasa\.k logs in with the password \S{20} \(shown only now\)$", said.out, re.MULTILINE)
        assert f"deskbell --db {address.replace('postgres@', 'rasa.k@')} worker" in said.out
        said = deskbell("db", "create-office", address, *WHO)
        assert (said.code, said.out) == (0, "The office is there already; its rights are those of this version.\n")
        assert deskbell("db", "create-office", "sqlite:///desk.db", *WHO).sentence().startswith("An office is")
        assert (
            deskbell("--db", address.replace("postgres@", "rasa.k@"), "db", "check").out == "The database is whole.\n"
        )
    finally:
        name = address.rpartition("/")[2]
        postgres.drop_database(name)
        with postgres.connect() as connection:
            groups = connection.execute(
                "SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", (f"deskbell_{name}",)
            )
            for (role,) in groups.fetchall():
                connection.execute(f'DROP ROLE "{role}"')
            connection.execute('DROP ROLE "rasa.k"')


def test_somebody_is_invited_and_joins(
    deskbell: Command, empty_office: str, postgres: Postgres, tmp_path: Path
) -> None:
    with closing(Desk.open(empty_office)) as desk:
        Builder(desk).agent("Rasa", "rasa@desk.example", role="agent")
    invited = tmp_path / "rasa.invitation"
    command = (
        "--db",
        empty_office.replace("postgres@", "chief@"),
        "db",
        "invite",
        "rasa@desk.example",
        "--out",
        invited,
    )
    try:
        refused = deskbell(*command, "--worker").sentence()
        assert refused.startswith("Only an administrator's computer does the worker's work")
        assert deskbell(*command).out.startswith(f"{invited}: rasa can come in with it, once.")
        assert deskbell(*command).sentence() == f"{invited} is there already; it was not written over."
        said = deskbell("join", invited).out
        assert said.startswith("You are in, as rasa.")
        assert "There is no keyring here: the key of your password is in a file of" in said
        assert deskbell("ticket", "list").code == 0
        joined = (tmp_path / "data" / "office.json").read_bytes()
        assert not (tmp_path / "data" / "desk.db").exists()
        copy = tmp_path / "copy.json"
        copy.write_bytes(joined)
        assert deskbell("join", copy).sentence().endswith("is not an invitation to an office.")
        here = DraftsHere(tmp_path / "data" / FOLDER / "desk-2")
        here.put(SaveDraft(agent_id=2, ticket_id=7, kind=ReplyKind.NOTE, mailbox_id=1, text="Only here."))
        left = deskbell("leave").out
        assert left.startswith(f"This computer has left the office. 'deskbell' opens {tmp_path / 'data' / 'desk.db'}")
        assert "Drafts that the office does not have yet (1) stay in" in left
        assert deskbell("leave").sentence() == "This computer has joined no office."
    finally:
        with postgres.connect() as connection:
            connection.execute("DROP ROLE IF EXISTS rasa")
