"""An office with rows in every table, which no test leaves changed."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import psycopg
import pytest

from deskbell.store.desk import Desk
from office_rows import OfficeRows
from servers.postgres import Postgres

Login = Callable[[str], psycopg.Connection]


@pytest.fixture(scope="module")
def filled(postgres: Postgres, office_template: str) -> Iterator[str]:
    """The name of its database."""
    name = postgres.create_database(template=office_template)
    with closing(Desk.open(postgres.url(name))) as desk:
        OfficeRows(desk)
    yield name
    postgres.drop_database(name)


@pytest.fixture(scope="module")
def login(postgres: Postgres, filled: str) -> Iterator[Login]:
    """Call it with a login for a connection of theirs, past Deskbell's own code; nothing commits but what a test commits."""
    with ExitStack() as stack:
        known: dict[str, psycopg.Connection] = {}

        def connect(user: str) -> psycopg.Connection:
            if user not in known:
                known[user] = stack.enter_context(postgres.connect(filled, user))
                known[user].autocommit = False
            known[user].rollback()
            return known[user]

        yield connect
