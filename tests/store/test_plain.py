"""The shortest way to the driver finds what SQLAlchemy finds, and fails as it fails, on both engines."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from building import Builder
from deskbell.store import plain
from deskbell.store.bulk import insert_numbered
from deskbell.store.desk import Desk
from deskbell.store.tables import lease, tag, ticket
from deskbell.store.tables.base import to_milliseconds

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_HELD = select(lease.c.name, lease.c.token).where(
    lease.c.name.in_(bindparam("names")), lease.c.token > bindparam("above"), lease.c.holder != "nobody"
)


def held(name: str, token: int, holder: str = "me") -> dict[str, object]:
    return {"name": name, "holder": holder, "token": token, "expires_at": to_milliseconds(AT)}


@pytest.mark.parametrize(
    ("names", "above", "found"),
    [
        (["a"], 0, {("a", 1)}),
        (("a", "b", "c"), 1, {("b", 2)}),
        ({"b", "absent"}, 0, {("b", 2)}),
        ([], 0, set()),
    ],
)
def test_a_select_with_a_list(desk: Desk, names: list[str], above: int, found: set[tuple[str, int]]) -> None:
    with desk.writing() as session:
        plain.insert(session.connection, lease, [held("a", 1), held("b", 2), held("c", 3, "nobody")])
        assert set(plain.rows(session.connection, _HELD, {"names": names, "above": above})) == found


def test_each_size_of_a_list_has_its_own_words(desk: Desk) -> None:
    with desk.writing() as session:
        plain.insert(session.connection, lease, [held(str(number), number) for number in range(1, 6)])
        for size in (3, 1, 5, 3):
            names = [str(number) for number in range(1, size + 1)]
            assert len(plain.rows(session.connection, _HELD, {"names": names, "above": 0})) == size


def test_the_number_of_a_row_is_told(desk: Desk, build: Builder) -> None:
    first = build.ticket()
    values = {
        "mailbox_id": build.support,
        "customer_id": build.customer(),
        "subject": "s",
        "status": 1,
        "priority": 2,
        "shelf": 1,
    }
    values |= {"created_at": 1, "activity_at": 1}
    with desk.writing() as session:
        # The triggers of `ticket` insert rows of their own into other tables.
        assert plain.insert_numbered(session.connection, ticket, values) == first + 1
        assert insert_numbered(session, tag, []) == []
        assert insert_numbered(session, tag, [{"name": "a"}]) == [1]
        assert insert_numbered(session, tag, [{"name": "b"}, {"name": "c"}]) == [2, 3]
        names = {row.id: row.name for row in session.connection.execute(select(tag.c.id, tag.c.name))}
    assert names == {1: "a", 2: "b", 3: "c"}


def test_what_the_driver_refuses_is_an_error_of_sqlalchemys_without_values(desk: Desk) -> None:
    doubled = [held("secret words", 1), held("secret words", 2)]
    with pytest.raises(IntegrityError) as refused, desk.writing() as session:
        plain.insert(session.connection, lease, doubled)
    assert (refused.value.statement, refused.value.params) == (None, None)
    with pytest.raises(DBAPIError), desk.reading() as session:
        plain.rows(session.connection, _HELD, {"names": ["a"], "above": object()})


def test_a_long_list_is_one_value_to_postgresql(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its length, in the same words; SQLite has a place for each."""
    words: list[str] = []
    run = plain._run

    def noted(connection: Connection, statement: str, *rest: Any) -> Any:
        words.append(statement)
        return run(connection, statement, *rest)

    monkeypatch.setattr(plain, "_run", noted)
    for size in (8, 9, 300):
        with desk.writing() as session:
            names = [f"{size}/{number}" for number in range(size)]
            plain.insert(session.connection, lease, [held(name, number) for number, name in enumerate(names, 1)])
            words.clear()
            found = plain.rows(session.connection, _HELD, {"names": [*names[1:], "absent"], "above": 2})
            assert set(found) == {(name, number) for number, name in enumerate(names, 1) if number > 2}
            on_postgresql = desk.engine.dialect.name == "postgresql"
            assert ["ANY" in one for one in words] == [on_postgresql]
    with desk.reading() as session:
        twice = select(lease.c.name).where(
            lease.c.name.in_(bindparam("names")), lease.c.name.not_in(bindparam("names"))
        )
        names = [f"9/{number}" for number in range(9)]
        assert plain.rows(session.connection, twice, {"names": names}) == []
