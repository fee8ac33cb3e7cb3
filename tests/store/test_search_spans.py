"""Searching in a period: where messages of it lie, and all of them are found, however many newer ones hold the words."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from building import BEGIN, Builder
from deskbell.model.views import Sort
from deskbell.store.desk import Desk
from deskbell.store.integrity import problems
from deskbell.store.search import find, portions
from deskbell.store.search.spans import EVERYWHERE, LAST, SPAN, Stretch, stretches
from deskbell.store.tables import message, message_span

DAY = timedelta(days=1)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture
def spread(build: Builder) -> int:
    """A ticket with a message in each of the spans 0 to 4, a day apart, and an old one that was imported into span 3."""
    number = build.ticket()
    for span in range(5):
        build.message(number, "lamp", id=span * SPAN + 7, at=NOON + span * DAY)
    build.message(number, "lamp", id=3 * SPAN + 9, at=NOON - 300 * DAY)
    return number


def wrong(desk: Desk) -> list[str]:
    return [problem for problem in desk.read(problems) if "period" in problem]


def span(*numbers: int) -> Stretch:
    return Stretch(numbers[0] * SPAN, numbers[-1] * SPAN + SPAN - 1)


@pytest.mark.parametrize(
    ("since", "until", "wanted"),
    [
        (None, NOON - DAY, [span(3)]),
        (None, NOON + DAY, [span(3), span(0, 1)]),
        (None, NOON + 9 * DAY, [span(0, 4)]),
        (NOON + 2 * DAY, None, [span(2, 4)]),
        (NOON + 5 * DAY, None, []),
        (NOON + DAY, NOON + 2 * DAY, [span(1, 3)]),
        (None, NEVER, []),
        (None, None, [Stretch(0, LAST)]),
    ],
)
def test_a_period_lies_in_stretches(
    desk: Desk, spread: int, since: datetime | None, until: datetime | None, wanted: list[Stretch]
) -> None:
    assert list(desk.read(stretches, since, until)) == wanted
    assert (tuple(wanted) == EVERYWHERE) is (since is until is None)


def test_spans_follow_what_is_written_and_dated_anew(desk: Desk, build: Builder, spread: int) -> None:
    def bounds() -> dict[int, tuple[datetime, datetime]]:
        with desk.reading() as session:
            rows = session.connection.execute(select(message_span)).all()
        return {row.span: (row.oldest, row.newest) for row in rows}

    midnight = NOON.replace(hour=0)
    first = bounds()
    assert first[0] == (midnight, midnight + DAY)
    assert first[3] == (midnight - 300 * DAY, midnight + 4 * DAY)
    # Within the days that are known nothing is written.
    build.message(spread, id=8, at=midnight)
    build.message(spread, id=10, at=midnight + DAY - timedelta(milliseconds=1))
    assert bounds() == first
    build.message(spread, id=11, at=midnight + DAY)
    assert bounds()[0] == (midnight, midnight + 2 * DAY)
    with desk.writing() as session:
        session.connection.execute(update(message).where(message.c.id == 8).values(at=NOON - 9 * DAY))
    assert bounds()[0] == (midnight - 9 * DAY, midnight + 2 * DAY)
    assert wrong(desk) == []
    with desk.writing() as session:
        session.connection.execute(delete(message_span).where(message_span.c.span == 4))
    assert wrong(desk) == ["1 messages were written at other times than a search in a period thinks"]


@pytest.mark.parametrize("sort", [Sort.LATEST, Sort.BEST, Sort.OLDEST])
def test_a_common_word_is_found_in_any_period(
    desk: Desk, build: Builder, monkeypatch: pytest.MonkeyPatch, sort: Sort
) -> None:
    """However few messages are looked at: those of other times are not among them."""
    for name, value in {"MOST_LOOKED_AT": 6, "JOINED": 2, "_ASKED_LATER": 1}.items():
        monkeypatch.setattr(portions, name, value)
    made = []
    with build.together():
        for number in range(24):
            made.append(build.ticket())
            build.message(made[-1], "a lamp", id=number // 3 * SPAN + number % 3, at=BEGIN + number // 3 * DAY)

    def found(query: str) -> set[int]:
        return {row.id for row in desk.read(find.page, query, sort, build.me).rows}

    day = [(BEGIN + number * DAY).astimezone().date().isoformat() for number in range(9)]
    assert found("lamp") == set(made[-6:])
    assert found(f"lamp before:{day[2]}") == set(made[:6])
    assert found(f"lamp after:{day[3]} before:{day[5]}") == set(made[9:15])
    assert found(f"lamp before:{day[1]} after:{day[1]}") == set()
