"""What is asked by each window each second is one statement, so that PostgreSQL is asked once and not also for a transaction around it."""

import pytest

from building import Builder, statements
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.desk import Desk
from deskbell.store.queries import changes, views
from deskbell.store.session import Session, is_one_statement
from deskbell.ui.inbox import merging, reading
from deskbell.ui.inbox.reading import Asked

KINDS = [kind for kind in ViewKind if merging.told_by_card(View(kind))]


def test_of_the_views(desk: Desk, build: Builder) -> None:
    build.ticket()
    assert is_one_statement(views.view_rows)
    with statements(desk) as sent:
        desk.read(views.view_rows, build.me)
    assert len(sent) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_of_the_cards_that_were_touched(desk: Desk, build: Builder, kind: ViewKind) -> None:
    """How many there are comes with them, and is what the list counts."""
    ids = tuple(build.ticket(assignee_id=who, tags=["vip", "beta"]) for who in (None, build.me, None))
    asked = Asked(View(kind, build.support), Sort.LATEST, build.me)
    assert is_one_statement(reading.touched)
    with statements(desk) as sent:
        found = desk.read(reading.touched, asked, ids[:2])
    assert len(sent) == 1
    assert found.total == desk.read(views.count, asked.view, build.me)
    assert {card.id for card in found.cards} == set(ids[:2])
    assert {card.tags for card in found.cards} == {("beta", "vip")}


@pytest.mark.parametrize("gone", [(), (4711,), (4711, 4712)])
def test_cards_that_are_gone_leave_the_count(desk: Desk, build: Builder, gone: tuple[int, ...]) -> None:
    build.ticket()
    found = desk.read(reading.touched, Asked(View(ViewKind.OPEN), Sort.LATEST, build.me), gone)
    assert (found.total, found.cards) == (1, ())


def test_of_the_change_log(desk: Desk, build: Builder) -> None:
    build.ticket()

    def since(session: Session) -> object:
        return changes.since(session, 0)

    with statements(desk) as sent:
        desk.read(since)
    assert len(sent) == 1
