"""Searching by conditions, in pages, and the line that is shown of what was found."""

from datetime import timedelta
from itertools import product
from random import Random

import pytest

from building import BEGIN, Builder, plan, statements
from deskbell.model.kinds import MessageKind, Priority, Status, TicketType
from deskbell.model.views import PageKey, Sort, View, ViewKind
from deskbell.store.desk import Desk
from deskbell.store.queries import ticket_list
from deskbell.store.search import find, matches, portions


def search(desk: Desk, build: Builder, query: str) -> list[int]:
    view = View(ViewKind.SEARCH, query=query)
    page = desk.read(ticket_list.page, view, Sort.LATEST, build.me, limit=500)
    assert desk.read(ticket_list.count, view, build.me) == len(page.rows)
    return [row.id for row in page.rows]


@pytest.fixture
def office(build: Builder) -> dict[str, int]:
    """Tickets that differ in what conditions ask for, with a message each that holds the word lamp."""
    petras = build.agent("Petras Žemaitis", "petras@desk.example")
    billing = build.mailbox("Billing", "billing@desk.example")
    care = build.team("Žalia Care", build.me)
    orders = build.team("Orders", petras)
    build.team("Care", active=False)
    later = BEGIN + timedelta(days=400)
    with build.together():
        found = {
            "plain": build.ticket(customer_id=build.customer("Li Na", "li@a.example", "na@b.example", vip=True)),
            "mine": build.ticket(
                assignee_id=build.me, status=Status.PENDING, team_id=care, checklist='[["1","a",false]]'
            ),
            "his": build.ticket(assignee_id=petras, priority=Priority.URGENT, type=int(TicketType.PROBLEM), level=3),
            "solved": build.ticket(status=Status.SOLVED, assignee_id=build.me, team_id=orders),
            "closed": build.ticket(status=Status.CLOSED, tags=["Refund"]),
            "snoozed": build.ticket(snoozed_until=later, mailbox_id=billing),
            "held": build.ticket(
                status=Status.ON_HOLD,
                attachments=2,
                type=int(TicketType.TASK),
                tags=["vip client", "refund later"],
                level=2,
            ),
            "spam": build.ticket(status=Status.SPAM),
            "trash": build.ticket(status=Status.TRASH, priority=Priority.URGENT),
            "old": build.ticket(at=BEGIN - timedelta(days=100)),
        }
        for name, number in found.items():
            at = BEGIN - timedelta(days=100) if name == "old" else BEGIN + timedelta(days=number)
            build.message(number, "A lamp", at=at)
        build.draft(found["held"])
        build.draft(found["plain"], agent_id=petras)
        for name, who in (("his", build.me), ("solved", build.me), ("plain", petras), ("his", petras)):
            build.follows(found[name], who)
    return found


NOT_DONE = "plain mine his snoozed held old"
MEETING = [
    ("is:open", NOT_DONE),
    ("-is:open", "solved closed"),
    ("is:closed", "solved closed"),
    ("is:snoozed", "snoozed"),
    ("-is:snoozed", "plain mine his solved closed held old"),
    ("is:spam", "spam"),
    ("is:spam,trash", "spam trash"),
    ("is:spam status:open", ""),
    ("is:unassigned", "plain closed snoozed held old"),
    ("is:mine", "mine solved"),
    ("-is:mine", "plain his closed snoozed held old"),
    ("is:mine,unassigned is:open", "plain mine snoozed held old"),
    ("status:open", "plain his snoozed old"),
    ("status:pending,on-hold", "mine held"),
    ("status:solved", "solved"),
    ("status:trash", "trash"),
    ("-status:open", "mine solved closed held"),
    ("priority:urgent", "his"),
    ("priority:urgent status:trash", "trash"),
    ("priority:low", ""),
    ("assignee:me", "mine solved"),
    ("assignee:none", "plain closed snoozed held old"),
    ("assignee:petras", "his"),
    ("assignee:zemaitis,me", "mine his solved"),
    ("assignee:petras@desk.example", "his"),
    ("follower:me", "his solved"),
    ("follower:me is:open", "his"),
    ("follower:petras,me -is:closed", "plain his"),
    ("follower:zemaitis", "plain his"),
    ("follower:nosuch", ""),
    ("-follower:me", "plain mine closed snoozed held old"),
    ("follower:none", "mine closed snoozed held old"),
    ("follower:none,me is:open", "mine his snoozed held old"),
    ("-assignee:petras", "plain mine solved closed snoozed held old"),
    ("assignee:nosuchname", ""),
    ("-assignee:nosuchname", NOT_DONE + " solved closed"),
    ("mailbox:billing", "snoozed"),
    ("mailbox:billing@desk.example", "snoozed"),
    ("-mailbox:bill", "plain mine his solved closed held old"),
    ("team:orders", "solved"),
    ("team:zalia", "mine"),
    ('team:"ZALIA care"', "mine"),
    ("team:žalia,ORDERS", "mine solved"),
    ("team:mine", "mine"),
    ("team:none", "plain his closed snoozed held old"),
    ("team:none,mine is:closed", "closed"),
    ("-team:none", "mine solved"),
    ("-team:orders is:closed", "closed"),
    ("team:nosuch", ""),
    ("tag:refund", "closed"),
    ("tag:later", "held"),
    ('tag:"vip client"', "held"),
    ("tag:refund,vip", "closed held"),
    ("tag:refund is:open", ""),
    ("tag:refund,vip is:open", "held"),
    ("tag:refund,vip after:2026-02", "closed held"),
    ("tag:refund after:2027", ""),
    ("tag:refund before:2026-02", ""),
    ("-tag:refund", "plain mine his solved snoozed held old"),
    ("has:attachment", "held"),
    ("has:draft", "held"),
    ("type:problem", "his"),
    ("type:Problem,task", "his held"),
    ("type:none,task is:open", "plain mine snoozed held old"),
    ("-type:none", "his held"),
    ("-type:problem is:open", "plain mine snoozed held old"),
    ("level:second", "held"),
    ("level:2,specialist", "his held"),
    ("level:first is:open", "plain mine snoozed old"),
    ("-level:1", "his held"),
    ("-level:3 is:open", "plain mine snoozed held old"),
    ("vip:yes", "plain"),
    ("customer:Na@b.example", "plain"),
    ('customer:"Li Na"', "plain"),
    ("-customer:li@a.example is:closed", "solved closed"),
    ("customer:li", ""),
    ("VIP:No is:open", "mine his snoozed held old"),
    ("-vip:yes is:closed", "solved closed"),
    ("has:checklist", "mine"),
    ("-has:checklist is:open", "plain his snoozed held old"),
    ("-has:draft is:open", "plain mine his snoozed old"),
    ("before:2026", "old"),
    ("before:2026-02", "old"),
    ("after:2026-02", "plain mine his solved closed snoozed held"),
    ("-after:2026-02", "old"),
    ("after:2027", ""),
    ("after:1900 before:9999", NOT_DONE + " solved closed"),
]  # fmt: skip


@pytest.mark.parametrize("words", ["", "lamp "])
def test_conditions_hold_with_words_and_without(desk: Desk, build: Builder, office: dict[str, int], words: str) -> None:
    names = {number: name for name, number in office.items()}
    found = {query: sorted(names[number] for number in search(desk, build, words + query)) for query, _ in MEETING}
    assert found == {query: sorted(wanted.split()) for query, wanted in MEETING}


def test_spam_and_trash_are_left_out(desk: Desk, build: Builder, office: dict[str, int]) -> None:
    assert len(search(desk, build, "lamp")) == len(office) - 2
    assert search(desk, build, "lamp is:trash") == [office["trash"]]


def test_the_newest_match_comes_first_and_each_ticket_once(desk: Desk, build: Builder) -> None:
    soon, later = BEGIN + timedelta(days=5), BEGIN + timedelta(days=9)
    one = build.ticket(tags=["x"], at=BEGIN + timedelta(days=1), due_at=soon)
    two = build.ticket(tags=["x"], at=BEGIN + timedelta(days=2), priority=Priority.HIGH)
    three = build.ticket(tags=["x"], at=BEGIN + timedelta(days=3), due_at=later)
    for ticket_id in (one, two, one, three, two):
        build.message(ticket_id, "match", kind=MessageKind.NOTE)
    build.message(one, "no")
    orders = {
        Sort.LATEST: [two, three, one],
        Sort.OLDEST: [one, two, three],
        Sort.URGENT: [two, three, one],
        Sort.DUE: [one, three, two],
    }
    for sort, wanted in orders.items():
        page = desk.read(ticket_list.page, View(ViewKind.SEARCH, query="match tag:x"), sort, build.me)
        assert [row.id for row in page.rows] == wanted
        assert {row.hit for row in page.rows} == {"match"}, "the line is that of the message, whatever the order"


def test_of_a_tag_and_a_period_all_orders_find_the_same(desk: Desk, build: Builder) -> None:
    days = [BEGIN + timedelta(days=number) for number in range(8)]
    made = [build.ticket(tags=["x"] if number != 3 else ["y"], at=at) for number, at in enumerate(days)]
    made[4] = build.ticket(tags=["x"], at=days[4], status=Status.SOLVED, priority=Priority.HIGH)
    begin, end = (day.astimezone().date().isoformat() for day in (days[1], days[6]))

    def found(query: str, sort: Sort) -> list[int]:
        return [row.id for row in desk.read(find.page, query, sort, build.me, limit=50).rows]

    for sort in Sort:
        inside = found(f"tag:x after:{begin} before:{end}", sort)
        assert len(inside) == len(set(inside)) == 5
        assert set(inside) < set(found(f"tag:x before:{end}", sort)) < set(found("tag:x", sort))
        assert inside == [number for number in found("tag:x", sort) if number in inside], sort


def test_a_search_is_read_in_pages(desk: Desk, build: Builder) -> None:
    random = Random(3)
    who = build.customer()
    with build.together():
        for number in range(40):
            made = build.ticket(
                priority=random.choice(list(Priority)),
                customer_id=who,
                snoozed_until=(None, BEGIN)[number % 2],
                due_at=random.choice([None, BEGIN + timedelta(days=1), BEGIN + timedelta(days=2)]),
            )
            build.message(made, "match")
            build.message(made, "match again")
    for query, sort in product(("match", "is:open"), Sort):
        _read_in_pages(desk, build, View(ViewKind.SEARCH, query=query), sort)


def _read_in_pages(desk: Desk, build: Builder, view: View, sort: Sort) -> None:
    everything = desk.read(ticket_list.page, view, sort, build.me, limit=1000)
    ids = [row.id for row in everything.rows]
    assert len(ids) == len(set(ids)) == 40
    seen: list[int] = []
    key: PageKey | None = None
    while True:
        page = desk.read(ticket_list.page, view, sort, build.me, after=key, limit=7)
        if not page.rows:
            break
        seen += [row.id for row in page.rows]
        key = page.last
        assert desk.read(ticket_list.rank, view, sort, build.me, key) == len(seen)
    assert seen == ids
    up = ids[-1:]
    key = everything.last
    while True:
        page = desk.read(ticket_list.page, view, sort, build.me, before=key, limit=7)
        if not page.rows:
            break
        up = [row.id for row in page.rows] + up
        key = page.first
    assert up == ids
    assert [row.id for row in desk.read(ticket_list.page, view, sort, build.me, skip=30, limit=4).rows] == ids[30:34]
    twentieth = desk.read(ticket_list.page, view, sort, build.me, skip=19, limit=1)
    for name, wanted in (("after", ids[22:25]), ("before", ids[14:17])):
        page = desk.read(ticket_list.page, view, sort, build.me, skip=2, limit=3, **{name: twentieth.first})
        assert [row.id for row in page.rows] == wanted


def test_a_search_has_an_end(desk: Desk, build: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "MOST_TICKETS", 3)
    made = [build.ticket() for _ in range(5)]
    for number in made:
        build.message(number, "match")
    assert search(desk, build, "match") == made[:1:-1]
    assert search(desk, build, "is:open") == made[:1:-1]
    monkeypatch.setattr(find, "MOST_MESSAGES", 2)
    assert search(desk, build, "match") == made[:2:-1]


def test_sqlite_gathers_of_a_tag_what_may_be_meant(empty_sqlite: str) -> None:
    """And not all that ever had it."""
    desk = Desk.open(empty_sqlite)
    build = Builder(desk)
    build.ticket(tags=["late"])
    with statements(desk) as sent:
        assert len(search(desk, build, "tag:late is:open after:2020")) == 1
    asked = [(words, values) for words, values in sent if "ticket_tag.tag_id IN" in words and "ticket.shelf" in words]
    assert asked
    for words, values in asked:
        step = next(step for step in plan(desk, words, values) if "ix_ticket_tag_view" in step)
        assert "(tag_id=? AND shelf=? AND activity_at>?)" in step
    desk.close()


def test_sqlite_begins_with_what_the_words_find(empty_sqlite: str) -> None:
    """And not with the tickets of a shelf, an agent or a mailbox, of which there may be a hundred thousand."""
    desk = Desk.open(empty_sqlite)
    build = Builder(desk)
    build.message(build.ticket(assignee_id=build.me), "lamp")
    with statements(desk) as sent:
        desk.read(find.count, "lamp is:open assignee:me mailbox:support status:open", build.me)
    joined = [one for one in sent if "JOIN ticket" in one[0]]
    assert joined
    for statement, values in joined:
        searched = [step for step in plan(desk, statement, values) if step.startswith("SEARCH")]
        assert searched[:2] == [
            "SEARCH message USING INTEGER PRIMARY KEY (rowid=?)",
            "SEARCH ticket USING INTEGER PRIMARY KEY (rowid=?)",
        ]
    desk.close()


@pytest.mark.parametrize("query", ["", "   ", "!!!", "-", "-!!!", "status:", '""', "… ¿", "before:", "-退订 -", "💌"])
def test_asking_for_nothing_finds_nothing_or_all(desk: Desk, build: Builder, query: str) -> None:
    made = build.ticket()
    build.message(made, "text 💌")
    assert search(desk, build, query) == ([made] if "退订" in query else [])


LONG = "word " * 60


@pytest.mark.parametrize(
    ("query", "text", "shown"),
    [
        ("refund", "Hello,\n  I want   a Refund now.\nThanks", "I want a Refund now."),
        ("refu", "no\r\nrefunds", "refunds"),
        ("aciu", "Labas,\nąčiū už viską", "ąčiū už viską"),
        ("退款", "你好\n订单的退款还没有到账\n", "订单的退款还没有到账"),
        ("款", "你好\n订单的退款还没有到账\n", "订单的退款还没有到账"),
        ("a-b", "x\nthis a, b that", "this a, b that"),
        ("late refund", "too late\na refund", "too late"),
        ("theme", "nothing here", "The theme of it"),
        ("jonas", "nothing here", "Jonas jonas@example.org"),
        ("is:open", "nothing here", ""),
        ("needle", f"{LONG}needle {LONG}", f"…{'word ' * 8}needle {'word ' * 13}word…"),
        ("needle", f"needle {LONG}", f"needle {'word ' * 21}word…"),
        ("needle", f"{LONG}needle", f"…{'word ' * 22}needle"),
        ("針", "字" * 300 + "針" + "字" * 300, "…" + "字" * 40 + "針" + "字" * 79 + "…"),
        ("strasse", "ß" * 10 + " Straße " + "ß" * 300, "ßßßßßßßßßß Straße…"),
    ],
)
def test_the_line_that_was_found_is_shown(empty_sqlite: str, query: str, text: str, shown: str) -> None:
    desk = Desk.open(empty_sqlite)
    build = Builder(desk)
    build.message(build.ticket(), text, subject="The theme of it")
    rows = desk.read(ticket_list.page, View(ViewKind.SEARCH, query=query), Sort.LATEST, build.me).rows
    assert [row.hit for row in rows] == [shown]
    desk.close()


def test_what_the_sender_wrote_this_time_is_shown_before_the_quote(desk: Desk, build: Builder) -> None:
    of = build.ticket()
    build.message(of, "> the lamp of before\nmy lamp", visible="my lamp")
    assert find_hits(desk, build, "lamp") == ["my lamp"]
    build.message(of, "yes\n> quoted shade", visible="yes")
    assert find_hits(desk, build, "shade") == ["> quoted shade"]


def find_hits(desk: Desk, build: Builder, query: str) -> list[str]:
    return [row.hit for row in desk.read(find.tickets, query, build.me)]


@pytest.mark.parametrize("sort", Sort)
def test_more_than_a_search_shows_can_be_told_by_number(
    build: Builder, desk: Desk, monkeypatch: pytest.MonkeyPatch, sort: Sort
) -> None:
    """What is done to all that a search finds is done to more tickets than its list has."""
    tickets = [build.ticket(priority=priority) for priority in (1, 0, 2, 1, 3)]
    for number in tickets:
        build.message(number, "lamp")
    for text in ("lamp", "is:open"):
        whole = desk.read(ticket_list.page, View(ViewKind.SEARCH, query=text), sort, build.me).rows
        in_order = [row.id for row in whole] if sort is not Sort.BEST else tickets[::-1]
        assert set(in_order) == set(tickets)
        with monkeypatch.context() as patched:
            patched.setattr(find, "MOST_TICKETS", 2)
            view = View(ViewKind.SEARCH, query=text)
            assert desk.read(ticket_list.numbers, view, sort, build.me, limit=100) == in_order
            assert len(desk.read(ticket_list.numbers, view, sort, build.me, limit=4)) == 4


@pytest.mark.parametrize("sort", [Sort.LATEST, Sort.BEST, Sort.OLDEST])
def test_a_common_word_is_found_in_all_tickets_that_conditions_leave(
    desk: Desk, build: Builder, monkeypatch: pytest.MonkeyPatch, sort: Sort
) -> None:
    """However few messages are looked at, where the tickets are few; else among the newest messages."""
    monkeypatch.setattr(matches, "_HARDLY_ANY", 1)
    monkeypatch.setattr(matches, "JOINED", 10)
    for name, value in {"MOST_LOOKED_AT": 20, "JOINED": 10, "_ASKED_LATER": 3}.items():
        monkeypatch.setattr(portions, name, value)
    billing = build.mailbox("Billing", "billing@desk.example")
    with build.together():
        old = [build.ticket(mailbox_id=billing, priority=Priority.URGENT) for _ in range(4)]
        build.ticket(mailbox_id=billing)
        hers = [build.message(number, "a lamp", sender=("Ona", "ona@example.org")) for number in old]
        other = build.message(old[0], "a table")
        many = [build.ticket() for _ in range(40)]
        for number in many:
            build.message(number, "a lamp")
    assert other > hers[-1]

    def found(query: str) -> set[int]:
        return {row.id for row in desk.read(find.page, query, sort, build.me).rows}

    assert found("lamp") == set(many[-20:])
    assert found("lamp mailbox:billing") == set(old)
    assert found("lamp mailbox:billing from:ona") == set(old)
    assert found("lamp mailbox:billing from:jonas") == set()
    assert found("lamp mailbox:billing -table") == set(old[1:])
    assert found("lamp mailbox:nowhere") == set()
    assert found("lamp priority:urgent") == set(old)
    assert found("lamp -priority:urgent") == set(many[-20:])
    monkeypatch.setattr(find, "_FEW", 3)
    assert found("lamp priority:urgent") == set()
    monkeypatch.setattr(find, "_LOOKED_THROUGH", dict.fromkeys(find._LOOKED_THROUGH, 4))
    assert found("lamp mailbox:billing") == set()
