"""`deskbell db create-office`: what is printed once, and what is said where it cannot be."""

import re
from collections.abc import Callable

import pytest

from cli.conftest import Command
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
