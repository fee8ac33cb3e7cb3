"""The columns of the table of tickets: how they are kept, moved, and fit into a window."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.columns import Column, Key, Wide
from deskbell.model.views import ViewKind
from deskbell.rules.columns import (
    NARROWEST,
    SUBJECT,
    WIDEST,
    Columns,
    as_text,
    from_text,
    moved,
    placed,
    resized,
    shown_or_not,
    usual,
)

NUMBER, NAME, WHAT, STATUS = Column.NUMBER, Column.CUSTOMER, Column.SUBJECT, Column.STATUS
THREE: Columns = (Wide(NUMBER, 60), Wide(WHAT, 0), Wide(STATUS, 90))

some_columns = st.lists(
    st.tuples(st.sampled_from([*Column, "field3", "field77"]), st.integers(NARROWEST, WIDEST)),
    unique_by=lambda one: one[0],
).map(lambda all_: from_text(" ".join(f"{column}:{width}" for column, width in all_)))


def names(columns: Columns) -> list[Key]:
    return [one.column for one in columns]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", ()),
        ("number:60 subject:0 status:90", THREE),
        ("number:60 status:90", (Wide(NUMBER, 60), Wide(STATUS, 90), Wide(WHAT, 0))),
        ("number:60 number:80 subject", (Wide(NUMBER, 60), Wide(WHAT, 0))),
        ("number:60 mood:90 subject:0", (Wide(NUMBER, 60), Wide(WHAT, 0))),
        ("status:-5 subject:7 number:1", (Wide(STATUS, 92), Wide(WHAT, 0), Wide(NUMBER, NARROWEST))),
        ("status:99999 subject", (Wide(STATUS, WIDEST), Wide(WHAT, 0))),
        ("status:9²9999999999 subject", (Wide(STATUS, 92), Wide(WHAT, 0))),
        ("mood:90", ()),
        ("field7:80 subject field fieldx:3", (Wide(7, 80), Wide(WHAT, 0))),
        ("field7 subject", (Wide(7, 120), Wide(WHAT, 0))),
    ],
)
def test_what_is_kept(text: str, columns: Columns) -> None:
    assert from_text(text) == columns


@given(some_columns)
def test_kept_and_read_again_it_is_the_same(columns: Columns) -> None:
    assert from_text(as_text(columns)) == columns


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    columns = from_text(text)
    assert not columns or WHAT in names(columns)


@pytest.mark.parametrize("kind", ViewKind)
def test_every_view_has_columns_that_can_be_kept(kind: ViewKind) -> None:
    assert from_text(as_text(usual(kind))) == usual(kind)


def test_what_all_have_in_common_has_no_column() -> None:
    for kind in (ViewKind.MINE, ViewKind.UNASSIGNED, ViewKind.COLLEAGUE):
        assert Column.ASSIGNEE not in names(usual(kind))
    assert Column.ASSIGNEE in names(usual(ViewKind.OPEN))


def test_a_column_comes_and_goes_but_not_the_subject() -> None:
    assert names(shown_or_not(THREE, NAME)) == [NUMBER, WHAT, STATUS, NAME]
    assert names(shown_or_not(THREE, NUMBER)) == [WHAT, STATUS]
    assert shown_or_not(THREE, WHAT) == THREE
    assert shown_or_not(THREE, 7) == (*THREE, Wide(7, 120))
    assert shown_or_not(shown_or_not(THREE, 7), 7) == THREE


@pytest.mark.parametrize(
    ("column", "to", "then"),
    [
        (NUMBER, 0, [NUMBER, WHAT, STATUS]),
        (NUMBER, 1, [NUMBER, WHAT, STATUS]),
        (NUMBER, 2, [WHAT, NUMBER, STATUS]),
        (NUMBER, 3, [WHAT, STATUS, NUMBER]),
        (STATUS, 0, [STATUS, NUMBER, WHAT]),
        (WHAT, 0, [WHAT, NUMBER, STATUS]),
        (NAME, 1, [NUMBER, WHAT, STATUS]),
    ],
)
def test_moving(column: Column, to: int, then: list[Column]) -> None:
    assert names(moved(THREE, column, to)) == then


def test_a_width_has_bounds_and_the_subject_none_of_its_own() -> None:
    assert resized(THREE, STATUS, 120)[2] == Wide(STATUS, 120)
    assert resized(THREE, STATUS, 1)[2] == Wide(STATUS, NARROWEST)
    assert resized(THREE, STATUS, 9_999)[2] == Wide(STATUS, WIDEST)
    assert resized(THREE, WHAT, 300) == THREE


def test_the_subject_has_what_the_others_leave() -> None:
    assert [(place.left, place.width) for place in placed(THREE, 40, 800)] == [(40, 60), (100, 650), (750, 90)]


def test_where_there_is_no_room_the_others_give_way_by_what_they_have_to_give() -> None:
    columns = (
        Wide(Column.TEAM, NARROWEST),
        Wide(Column.ASSIGNEE, NARROWEST + 100),
        Wide(Column.MAILBOX, NARROWEST + 50),
        Wide(WHAT, 0),
    )
    widths = [place.width for place in placed(columns, 0, 3 * NARROWEST + SUBJECT + 75)]
    assert widths == [NARROWEST, NARROWEST + 50, NARROWEST + 25, SUBJECT]


def test_a_word_of_which_half_says_nothing_gives_way_last() -> None:
    columns = (Wide(STATUS, 90), Wide(Column.TEAM, NARROWEST + 100), Wide(WHAT, 0))
    assert placed(columns, 0, 82 + NARROWEST + SUBJECT)[0].width == 82
    assert placed(columns, 0, 2 * NARROWEST + SUBJECT)[0].width == NARROWEST


@given(some_columns.filter(bool), st.integers(0, 200), st.integers(0, 4_000), st.sampled_from((1.0, 1.25, 1.5)))
def test_they_stand_side_by_side_and_fill_the_room(columns: Columns, left: int, room: int, scale: float) -> None:
    places = placed(columns, left, room, scale)
    assert [place.column for place in places] == names(columns)
    assert places[0].left == left
    assert all(one.right == other.left for one, other in pairwise(places))
    least = (len(columns) - 1) * round(NARROWEST * scale)
    if room >= least + round(SUBJECT * scale):
        assert places[-1].right == left + room
