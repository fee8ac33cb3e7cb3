"""Lists of many tickets that are sorted whole: sorted once, kept while their pages are read, and what is said of those that are too large."""

import pytest
from sqlalchemy import delete

from building import Builder, statements
from deskbell.model.grouping import Group, Grouping, GroupRow
from deskbell.model.kinds import Status
from deskbell.model.rows import TicketPage
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.desk import Desk
from deskbell.store.queries import gathered, kept_lines, ticket_list
from deskbell.store.search import find
from deskbell.store.search import whole as whole_search
from deskbell.store.tables import ticket
from deskbell.ui.inbox import reading
from deskbell.ui.inbox.reading import Asked
from many_lines import OPEN, SEARCH, WHOLE, WORDS, lines


def test_a_view_that_is_too_large_is_not_sorted(
    desk: Desk, build: Builder, many: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (gathered, ticket_list, whole_search):
        monkeypatch.setattr(module, "MOST_SORTED", 30)
    whole = desk.read(ticket_list.page, OPEN, Sort.SUBJECT, build.me)
    assert sorted(row.id for row in whole.rows) == sorted(many)
    assert not whole.too_many
    new = build.ticket()
    assert desk.read(ticket_list.page, OPEN, Sort.SUBJECT, build.me) == TicketPage((), None, None, too_many=True)
    assert lines(desk, build, OPEN, Sort.LATEST, Grouping(Group.TEAM)).too_many
    assert len(desk.read(ticket_list.numbers, OPEN, Sort.SUBJECT, build.me, limit=50)) == 31, "and all can be selected"
    by_number = desk.read(ticket_list.page, OPEN, Sort.NUMBER, build.me)
    assert [row.id for row in by_number.rows] == [*sorted(many), new], "which an index has in order"
    found = lines(desk, build, SEARCH, Sort.NUMBER, Grouping(Group.TEAM))
    assert not found.too_many
    assert len(found.rows) == 31, "the newest of what a search finds, all here"


def test_a_view_that_is_known_to_be_too_large_is_not_gathered(
    desk: Desk, build: Builder, many: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_list, "MOST_SORTED", 29)
    with statements(desk) as sent:
        assert desk.read(ticket_list.page, OPEN, Sort.SUBJECT, build.me).too_many
    assert len(sent) == 1, "it was counted"


def test_conditions_alone_give_all_that_meets_them_where_not_too_many_lie_there(
    desk: Desk, build: Builder, many: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    build.ticket("put away", status=Status.SOLVED)
    for module in (whole_search, find):
        monkeypatch.setattr(module, "MOST_TICKETS", 5)
    both = View(ViewKind.SEARCH, query="mailbox:support,billing")
    for view, there in (
        (SEARCH, many),
        (both, [*many, many[-1] + 1]),
        (View(ViewKind.SEARCH, query="is:closed"), [many[-1] + 1]),
    ):
        page = desk.read(ticket_list.page, view, Sort.NUMBER, build.me, limit=100)
        assert [row.id for row in page.rows] == there
        assert page.whole is not None
        assert not page.whole.more
        latest = desk.read(ticket_list.page, view, Sort.LATEST, build.me, limit=100, grouping=Grouping(Group.MAILBOX))
        assert [row.id for row in latest.rows] == [
            row.id for row in sorted(latest.rows, key=lambda row: (row.mailbox, -row.activity_at.timestamp(), -row.id))
        ]
        assert desk.read(ticket_list.numbers, view, Sort.NUMBER_FALLING, build.me, limit=3) == there[::-1][:3]
    monkeypatch.setattr(whole_search, "MOST_SORTED", 30)
    for view, some in ((SEARCH, many), (both, [*many, many[-1] + 1])):
        page = desk.read(ticket_list.page, view, Sort.NUMBER, build.me, limit=100)
        assert page.whole is not None
        if len(some) > 30:
            assert len(page.rows) == 5
            assert page.whole.more, "the newest are shown, and that there may be more is known"
        else:
            assert [row.id for row in page.rows] == some
    words = desk.read(ticket_list.page, WORDS, Sort.NUMBER, build.me, limit=100)
    assert words.whole is not None
    assert (len(words.rows), words.whole.more) == (5, True)


@pytest.mark.parametrize("grouping", [None, Grouping(Group.TEAM)])
def test_a_large_list_is_sorted_once_and_read_in_pages(
    desk: Desk, build: Builder, many: list[int], monkeypatch: pytest.MonkeyPatch, grouping: Grouping | None
) -> None:
    monkeypatch.setattr(kept_lines, "SORTED_EACH_TIME", 10)
    asked = Asked(OPEN, Sort.CUSTOMER, build.me, grouping).to_keep()
    first = desk.read(reading.from_top, asked, 4)
    assert asked.is_kept
    ids, stretch = [line.id for line in first.page.lines], first
    with statements(desk) as sent:
        while stretch.page.lines and len(ids) < first.total:
            assert stretch.page.last is not None
            stretch = desk.read(reading.below, asked, len(ids), stretch.page.last)
            ids += [line.id for line in stretch.page.lines]
        jumped = desk.read(reading.from_row, asked, 7, None)
        assert jumped.page.first is not None
        above = desk.read(reading.above, asked, 7, jumped.page.first)
    assert not any("ORDER BY" in words for words, _ in sent), "nothing but cards is read"
    assert ids == [line.id for line in lines(desk, build, OPEN, Sort.CUSTOMER, grouping).lines]
    assert [line.id for line in jumped.page.lines] == ids[7:57]
    assert [line.id for line in above.page.lines] == ids[:7]
    build.ticket(customer_id=build.customer("AAA"))
    again = desk.read(reading.again, asked, first.page.first, 50)
    assert again.tickets == 31, "as it is now"
    assert not Asked(OPEN, Sort.LATEST, build.me).to_keep().is_kept


@pytest.mark.parametrize("view", [OPEN, SEARCH])
@pytest.mark.parametrize("grouping", [None, Grouping(Group.TEAM)])
def test_what_is_no_more_makes_a_kept_list_be_read_anew(
    desk: Desk,
    build: Builder,
    many: list[int],
    monkeypatch: pytest.MonkeyPatch,
    view: View,
    grouping: Grouping | None,
) -> None:
    monkeypatch.setattr(kept_lines, "SORTED_EACH_TIME", 10)
    asked = Asked(view, Sort.SUBJECT, build.me, grouping).to_keep()
    first = desk.read(reading.from_top, asked, 4)
    gone = [row.id for row in lines(desk, build, view, Sort.SUBJECT, grouping).rows][-3:]
    with desk.writing() as session:
        session.connection.execute(delete(ticket).where(ticket.c.id.in_(gone)))
    assert first.page.last is not None
    below = desk.read(reading.below, asked, 4, first.page.last)
    there = lines(desk, build, view, Sort.SUBJECT, grouping)
    assert below.page.lines == there.lines[4:]
    assert (below.total, below.tickets) == (len(there.lines), len(many) - 3)
    assert asked.is_kept, "and kept again"


def test_what_was_merged_by_its_card_is_where_it_is_now_on_the_next_page_too(
    desk: Desk, build: Builder, many: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_lines, "SORTED_EACH_TIME", 10)
    asked = Asked(OPEN, Sort.SUBJECT_FALLING, build.me).to_keep()
    first = desk.read(reading.from_top, asked, 4)
    new = build.ticket()
    assert desk.read(reading.touched, asked, (new,)).total == len(many) + 1
    assert first.page.last is not None
    below = desk.read(reading.below, asked, 5, first.page.last)
    assert below.total == len(many) + 1


def test_a_small_list_is_sorted_for_each_page(desk: Desk, build: Builder, many: list[int]) -> None:
    asked = Asked(OPEN, Sort.CUSTOMER, build.me).to_keep()
    desk.read(reading.from_top, asked, 4)
    assert not asked.is_kept


@pytest.mark.parametrize("sort", WHOLE)
@pytest.mark.parametrize("by", [None, Group.ORGANISATION])
def test_many_are_sorted_in_parts_as_few_are_at_once(
    desk: Desk, build: Builder, many: list[int], monkeypatch: pytest.MonkeyPatch, sort: Sort, by: Group | None
) -> None:
    grouping = Grouping(by) if by is not None else None
    plain = [line.id for line in lines(desk, build, OPEN, sort, grouping).lines]
    monkeypatch.setattr(gathered, "_AT_ONCE", 4)
    assert [line.id for line in lines(desk, build, OPEN, sort, grouping).lines] == plain


def test_a_ticket_of_a_customer_who_went_meanwhile_is_in_no_organisation(
    desk: Desk, build: Builder, many: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = build.customer("Gone", "gone@acme.example")
    build.ticket("left", customer_id=gone)
    named = gathered._named

    def without_one(session: object, by: object, numbers: object) -> gathered._Named:
        found = named(session, by, numbers)  # type: ignore[arg-type]
        there = {number: of for number, of in found.groups.items() if number != gone}
        return gathered._Named(found.names, there)

    monkeypatch.setattr(gathered, "_named", without_one)
    page = lines(desk, build, OPEN, Sort.LATEST, Grouping(Group.ORGANISATION))
    assert page.whole is not None
    heads = [line for line in page.lines if isinstance(line, GroupRow)]
    assert gone not in {head.of for head in heads}
    assert sum(head.tickets for head in heads) == len(many) + 1
    assert heads[-1].of is None
