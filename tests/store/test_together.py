"""What PostgreSQL is sent together is what it would have been sent one by one: in order, in one transaction, and with the same errors."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from deskbell.model.errors import Mistake
from deskbell.store import plain, together
from deskbell.store.desk import Desk
from deskbell.store.session import Session
from deskbell.store.tables import tag

pytestmark = [pytest.mark.servers, pytest.mark.parametrize("desk", ["postgresql"], indirect=True)]

NAMES = select(tag.c.name).order_by(tag.c.id)


def names(desk: Desk) -> list[str]:
    with desk.reading() as session:
        return list(session.connection.execute(NAMES).scalars())


def put(session: Session, *found: str) -> None:
    plain.insert(session.connection, tag, [{"name": name} for name in found])


def writing(desk: Desk, work: Callable[[Session], None]) -> None:
    with desk.writing() as session:
        work(session)


def driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def copied(connection: Connection) -> list[str]:
    with driver(connection).cursor().copy("COPY (SELECT name FROM tag ORDER BY id) TO STDOUT") as copy:
        return [name for (name,) in copy.rows()]


def on_the_server(connection: Connection) -> list[str]:
    return list(connection.execute(NAMES, execution_options={"yield_per": 1}).scalars())


def after_many(connection: Connection) -> list[str]:
    driver(connection).cursor().executemany("UPDATE tag SET name = name WHERE name = %s", [("a",), ("b",)])
    return list(connection.execute(NAMES).scalars())


@pytest.mark.parametrize(
    "look",
    [
        lambda connection: list(connection.execute(NAMES).scalars()),
        lambda connection: [name for (name,) in plain.rows(connection, NAMES, {})],
        lambda connection: [name for (name,) in plain.ask(connection, NAMES, {})()],
        lambda connection: [name for (name,) in driver(connection).execute("SELECT name FROM tag ORDER BY id")],
        copied,
        on_the_server,
        after_many,
    ],
    ids=["statement", "plain", "asked", "driver", "copy", "server's cursor", "many"],
)
def test_nothing_overtakes_what_was_put(desk: Desk, look: Callable[[Connection], list[str]]) -> None:
    with desk.writing() as session:
        put(session, "a")
        put(session, "b")
        assert look(session.connection) == ["a", "b"]
    assert names(desk) == ["a", "b"]


def test_what_was_asked_before_something_was_put_does_not_see_it(desk: Desk) -> None:
    with desk.writing() as session:
        before = plain.ask(session.connection, NAMES, {})
        put(session, "a")
        after = plain.ask(session.connection, NAMES, {})
        assert (after(), before(), before()) == ([("a",)], [], [])


@pytest.mark.parametrize("count", [together.MOST, together.MOST + 1, 3 * together.MOST])
def test_much_is_written_as_little_is(desk: Desk, count: int) -> None:
    many = [f"{number:04}" for number in range(count)]
    with desk.writing() as session:
        put(session, "first")
        put(session, *many)
    assert names(desk) == ["first", *many]


def test_an_error_is_told_by_the_commit_and_nothing_is_kept(desk: Desk) -> None:
    def twice(session: Session) -> None:
        put(session, "a")
        put(session, "a")
        put(session, "b")

    with pytest.raises(IntegrityError) as refused:
        writing(desk, twice)
    assert (refused.value.statement, refused.value.params) == (None, None)
    assert names(desk) == []
    # The connection is as good as new.
    desk.transact(lambda session: put(session, "c"))
    assert names(desk) == ["c"]


def test_what_is_given_up_is_not_sent(desk: Desk) -> None:
    def given_up(session: Session) -> None:
        put(session, "a")
        raise Mistake("name.empty")

    with pytest.raises(Mistake):
        writing(desk, given_up)
    desk.transact(lambda session: put(session, "b"))
    assert names(desk) == ["b"]


def refuse(found: object) -> None:
    raise Mistake("name.empty")


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize("looks", [False, True])
def test_who_is_told_an_answer_first_may_refuse_all(desk: Desk, fails: bool, looks: bool) -> None:
    """Also where all would have been sent with the commit, and where what came behind it failed."""

    def work(session: Session) -> None:
        plain.ask(session.connection, NAMES, {}, refuse)
        put(session, *(["a", "a"] if fails else ["a"]))
        if looks:
            session.connection.execute(insert(tag).values(name="b"))

    with pytest.raises(Mistake):
        writing(desk, work)
    assert names(desk) == []


def test_a_reader_keeps_to_the_picture_of_its_first_look(desk: Desk) -> None:
    with desk.reading() as session:
        assert plain.ask(session.connection, NAMES, {})() == []
        desk.transact(lambda other: put(other, "a"))
        assert plain.ask(session.connection, NAMES, {})() == []


def test_a_failed_statement_is_not_overlooked(desk: Desk) -> None:
    def work(session: Session) -> None:
        put(session, "a")
        plain.put(session.connection, "INSERT INTO tag (name) VALUES (NULL)")
        session.connection.execute(text("SELECT 1"))

    with pytest.raises(DBAPIError):
        writing(desk, work)
    assert names(desk) == []
