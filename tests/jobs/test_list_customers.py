"""The worker lists the customers whom nobody has listed: of mail that came, of older programs, of a desk that was upgraded."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from actions.conftest import SmallDesk, mail, people_come
from deskbell.jobs.list_customers import LEASE, list_customers
from deskbell.jobs.office import Office
from deskbell.mail.pool import ParserPool
from deskbell.model.customer_list import CustomerFilter, CustomerSort
from deskbell.model.kinds import Entity
from deskbell.store.desk import Desk
from deskbell.store.opening import upgrade_desk
from deskbell.store.queries import changes
from deskbell.store.queries.customer_list import page
from deskbell.store.secrets import Secrets
from deskbell.store.tables import customer, customer_listed

# The last step that knew of no list.
BEFORE = 61


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Iterator[Office]:
    with closing(ParserPool(1)) as pool:
        yield Office(desk, Secrets(tmp_path), pool, "here/1/a")


def names(desk: Desk, words: str = "") -> list[str]:
    return [line.name for line in desk.read(page, CustomerFilter(words=words), CustomerSort.NAME).lines]


def test_who_writes_for_the_first_time(desk: Desk, office: Office) -> None:
    small = SmallDesk(desk, *people_come(desk))
    small.arrive(mail("1@x.example", sender="mia.berg@mail.example"))
    seen = desk.read(changes.latest)
    assert list_customers(office) == 1
    assert len(names(desk, "berg")) == 1
    assert desk.read(changes.since, seen).of(Entity.CUSTOMER) == {0}
    assert list_customers(office) == 0


def test_all_of_them_some_at_a_time(desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("store.listing", "jobs.list_customers"):
        monkeypatch.setattr(f"deskbell.{module}.AT_ONCE", 3)
    with desk.writing() as session:
        session.connection.execute(
            insert(customer), [{"name": f"N{one}", "created_at": session.now} for one in range(8)]
        )
    assert list_customers(office) == 8
    assert len(names(desk)) == 8


def test_another_worker_does_it_already(desk: Desk, office: Office, tmp_path: Path) -> None:
    with closing(ParserPool(1)) as pool:
        other = Office(desk, Secrets(tmp_path), pool, "there/2/b")
        assert other.take(LEASE) is not None
        with desk.writing() as session:
            session.connection.execute(insert(customer).values(name="Mia", created_at=session.now))
        assert list_customers(office) == 0


def test_a_desk_of_before_is_listed_as_it_is_upgraded(of_older_version: Callable[[int], Path], tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite3"
    shutil.copyfile(of_older_version(BEFORE), file)
    with closing(Desk.open(f"sqlite:///{file}")) as desk:
        with desk.writing() as session:
            session.connection.execute(text("INSERT INTO customer (name, created_at) VALUES ('Ąnn', 0), ('Bob', 0)"))
        upgrade_desk(desk)
        with desk.reading() as session:
            assert set(session.connection.execute(select(customer_listed.c.sought)).scalars()) == {"ann", "bob"}
