"""What a saved view finds is what its search finds; and how it is counted."""

from datetime import timedelta
from itertools import count

import pytest

from building import BEGIN, Builder, plan, statements
from deskbell.model.kinds import Priority, Status
from deskbell.model.saved_views import ViewCount
from deskbell.model.views import Sort, View, ViewKind
from deskbell.rules.saved_views import as_query
from deskbell.store.desk import Desk
from deskbell.store.queries import saved_views, ticket_list, views
from deskbell.store.search import find
from deskbell.store.tables import saved_view

FIFTEEN = range(15)


@pytest.fixture
def office(build: Builder) -> Builder:
    """Tickets on every shelf, half of them with a word and a tag."""
    other = build.agent("Petras", "petras@desk.example")
    billing, team = build.mailbox("Billing, Inc.", "billing@desk.example"), build.team("Orders")
    numbers = count()
    with build.together():
        for status in (Status.OPEN, Status.SOLVED, Status.SPAM, Status.TRASH):
            for number in FIFTEEN:
                made = build.ticket(
                    status=status,
                    priority=list(Priority)[number % 3],
                    assignee_id=(None, build.me, other)[number % 3],
                    mailbox_id=billing if number % 2 else build.support,
                    team_id=team if number % 5 else None,
                    tags=["late"] if number % 2 else [],
                    snoozed_until=BEGIN + timedelta(days=9) if number == 7 else None,
                    at=BEGIN + timedelta(minutes=next(numbers) % 11),
                )
                build.message(made, "a parcel" if number % 2 else "a letter")
    build.draft(1)
    build.mention(1)
    return build


def saved(build: Builder, query: str) -> View:
    made = build.insert(saved_view, name="Late", query=query, sort="latest", created_at=BEGIN)
    return View(ViewKind.SAVED, made)


def test_it_is_the_search(desk: Desk, office: Builder) -> None:
    for query in ("parcel", "tag:late is:open", "parcel -letter tag:late", "-parcel", "assignee:me"):
        view, search = saved(office, query), View(ViewKind.SEARCH, query=query)
        for sort in Sort:
            page = desk.read(ticket_list.page, view, sort, office.me)
            assert page == desk.read(ticket_list.page, search, sort, office.me)
            assert page.first is not None
            assert desk.read(ticket_list.rank, view, sort, office.me, page.first) == 1
        many = desk.read(ticket_list.count, view, office.me)
        assert desk.read(saved_views.count, view, office.me) == ViewCount(many)


def test_me_is_whoever_looks(desk: Desk, office: Builder) -> None:
    petras = office.agent("Ona", "ona.b@desk.example")
    view = saved(office, "assignee:me is:open")
    assert [desk.read(saved_views.count, view, who).n for who in (office.me, petras)] == [5, 0]


def test_one_that_is_gone_has_nothing(desk: Desk, office: Builder) -> None:
    gone = View(ViewKind.SAVED, 99)
    assert desk.read(ticket_list.page, gone, Sort.URGENT, office.me).rows == ()
    assert desk.read(ticket_list.count, gone, office.me) == 0
    assert desk.read(saved_views.count, gone, office.me) == ViewCount(0)


def test_a_view_that_is_built_in_is_found_by_its_words(desk: Desk, office: Builder) -> None:
    for row in desk.read(views.view_rows, office.me):
        view = saved(office, as_query(row.view, row.name))
        for sort in Sort:
            own, found = (desk.read(ticket_list.page, one, sort, office.me, limit=100) for one in (row.view, view))
            assert [one.id for one in found.rows] == [one.id for one in own.rows], row.view
        assert own.rows, row.view


COUNTED = [
    ("parcel", 14, ViewCount(14)),
    ("parcel", 13, ViewCount(13, more=True)),
    ("tag:late", 14, ViewCount(14)),
    ("tag:late", 6, ViewCount(6, more=True)),
    ("-letter", 14, ViewCount(14)),
    ("-letter", 3, ViewCount(3, more=True)),
    ("is:trash", 99, ViewCount(15)),
    ("...", 99, ViewCount(0)),
    ("tag:nothing", 99, ViewCount(0)),
]
AMONG_FOUR = {
    "tag:late is:open": ViewCount(2, more=True),
    "tag:late": ViewCount(3, more=True),
    "is:snoozed": ViewCount(1),
    "parcel": ViewCount(14),
}


def test_it_is_counted_up_to_what_is_wanted(desk: Desk, office: Builder) -> None:
    for query, most, counted in COUNTED:
        assert desk.read(find.count_up_to, query, office.me, most) == counted, query


def test_of_many_tickets_the_newest_are_counted(desk: Desk, office: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "MOST_COUNTED_AMONG", 4)
    counted = {query: desk.read(find.count_up_to, query, office.me, 99) for query in AMONG_FOUR}
    assert counted == AMONG_FOUR


def test_words_that_are_not_wanted_are_looked_for_in_few(
    desk: Desk, office: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "MOST_MESSAGES", 4)
    assert desk.read(find.count_up_to, "-parcel is:trash", office.me, 99).more


def test_sqlite_counts_along_the_newest_of_a_shelf(empty_sqlite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk.open(empty_sqlite)
    build = Builder(desk)
    build.ticket(tags=["late"])
    view = saved(build, "is:open tag:late has:attachment")
    for most, many in ((10, 2), (0, 3)):
        monkeypatch.setattr(find, "MOST_COUNTED_AMONG", most)
        with statements(desk) as sent:
            desk.read(saved_views.count, view, build.me)
        asked = [(words, values) for words, values in sent if "ticket.shelf" in words]
        assert len(asked) == many, "one a shelf, and one more where it has too many"
        for words, values in asked:
            steps = plan(desk, words, values)
            assert any("USING" in step and "ix_ticket" in step and "shelf=?" in step for step in steps)
    desk.close()
