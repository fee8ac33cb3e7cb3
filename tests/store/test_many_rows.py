"""Many rows of one statement come to the same as one after the other, whatever is in them, on both engines."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, delete, literal_column, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError

from deskbell.store import plain, unnested
from deskbell.store.bulk import insert_rows
from deskbell.store.desk import Desk
from deskbell.store.tables import blob_chunk, tag

ODD = (
    "",
    "NULL",
    "null",
    "{}",
    '{"a","b"}',
    "a,b",
    'say "so"',
    "back\\slash",
    "'",
    "\n\t",
    "ąž",
    "退款",
    "%(id)s",
    "%s",
    "$1",
)
MANY = 2_500
_RENAMED = (
    update(tag)
    .where(tag.c.id == bindparam("row"))
    .values(name=bindparam("new_name"), merged_into=bindparam("into"), version=literal_column("version + 1"))
)
_GONE = delete(tag).where(tag.c.id == bindparam("row"), tag.c.retired == bindparam("is_retired"))


def row(number: int, words: str) -> dict[str, Any]:
    return {
        "id": number,
        "name": f"{number} {words}",
        "group": words,
        "retired": number % 3 == 0,
        "merged_into": number if number % 2 else None,
    }


def there(desk: Desk) -> list[tuple[Any, ...]]:
    columns = (tag.c.id, tag.c.name, tag.c.group, tag.c.retired, tag.c.merged_into, tag.c.version)
    with desk.reading() as session:
        return [tuple(found) for found in session.connection.execute(select(*columns).order_by(tag.c.id))]


@pytest.mark.parametrize("count", [1, 7, 8, len(ODD), 64, 65, MANY])
def test_rows_are_inserted_changed_and_deleted(desk: Desk, count: int) -> None:
    rows = [row(number, ODD[number % len(ODD)]) for number in range(1, count + 1)]
    with desk.writing() as session:
        insert_rows(session, tag, rows)
    assert there(desk) == [(*one.values(), 1) for one in rows]
    changed = [{"row": one["id"], "new_name": one["name"] + "!", "into": None} for one in rows[::-1]]
    with desk.writing() as session:
        plain.update_each(session.connection, _RENAMED, changed)
    assert there(desk) == [(one["id"], one["name"] + "!", one["group"], one["retired"], None, 2) for one in rows]
    with desk.writing() as session:
        plain.update_each(session.connection, _GONE, [{"row": one["id"], "is_retired": True} for one in rows])
    assert [found[0] for found in there(desk)] == [one["id"] for one in rows if not one["retired"]]


def test_one_that_cannot_be_keeps_out_all(desk: Desk) -> None:
    rows = [row(number, "") for number in range(1, 20)]
    with pytest.raises(IntegrityError), desk.writing() as session:
        insert_rows(session, tag, [*rows, row(7, "again")])
    assert there(desk) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=8, max_size=12)
)
def test_any_words_come_back(desk: Desk, words: list[str]) -> None:
    rows = [row(number, one) for number, one in enumerate(words, 1)]
    with desk.writing() as session:
        session.connection.execute(text("DELETE FROM tag"))
        insert_rows(session, tag, rows)
    assert [found[2] for found in there(desk)] == words


def test_what_would_take_more_room_in_a_list_goes_one_by_one() -> None:
    assert unnested.inserting(postgresql.dialect(), blob_chunk, tuple(blob_chunk.c.keys())) is None
